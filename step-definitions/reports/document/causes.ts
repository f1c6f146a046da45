import { pathIn } from '../evidence/path-in.ts'
import type { Attempt, FailureResult } from './attempt.ts'
import { linesBeside } from './lines-beside.ts'
import type { RuleResult } from './model.ts'
import { type Case, decidingAttempt } from './scenarios.ts'

/** Failed scenarios that show the same defect, as far as their failures tell. */
export interface Cause {
  /** What was observed, in one sentence. */
  readonly sentence: string
  /** The promises that it breaks; none for scenarios outside any rule. */
  readonly promises: readonly RuleResult[]
  /** The scenario that shows it with the fewest requests comes first. */
  readonly cases: readonly [FailedCase, ...FailedCase[]]
}

export interface FailedCase extends Case {
  readonly attempt: Attempt
  readonly failure: FailureResult
}

/** The causes of all failed scenarios, those of the most scenarios first. */
export function causesOf(all: readonly Case[]): Cause[] {
  const failed = all.filter(({ status }) => status === 'failed').flatMap(failedCase)
  return [...Map.groupBy(failed, signatureOf).values()]
    .flatMap((cases) => {
      const [first, ...others] = cases.toSorted((a, b) => lengthOf(a) - lengthOf(b))
      return first ? causeOf([first, ...others]) : []
    })
    .toSorted((a, b) => b.cases.length - a.cases.length)
}

function causeOf(cases: Cause['cases']): Cause {
  const promises = new Set(cases.map(({ rule }) => rule).filter(({ name }) => name !== ''))
  const example = sentenceOf(cases[0])
  const broken = cases.length > 1 && brokenEndpoint(firstText(cases[0].failure))
  const sentence = broken ? `${broken}, for example: ${example}` : example
  return { sentence, promises: [...promises], cases }
}

function failedCase(one: Case): FailedCase[] {
  const attempt = decidingAttempt(one)
  const [failure] = attempt?.failures ?? []
  return attempt && failure ? [{ ...one, attempt, failure }] : []
}

const lengthOf = ({ attempt: { evidence } }: FailedCase) =>
  (evidence?.requests.first.length ?? 0) + (evidence?.requests.omitted ?? 0)

/** The beginning of a message is enough to compare it. */
const longestText = 1000

/** A request and its reply as `summaryOf` in `support/client.ts` writes them. */
const exchange = /\b([A-Z]{3,7}) (\/\S*)(?: (?:(?! → ).)*)? → (\d{3})\b(?: after \d+ ms)?/su
const noAnswer = /no answer after \d+ ms/

/**
 * Equal for failures with the same cause. All requests that one endpoint answers with a 5xx, or does
 * not answer, have one cause. Other failures have one cause if their texts differ only in traders,
 * orders, numbers and bodies.
 */
function signatureOf({ failure }: FailedCase): string {
  const text = firstText(failure)
  const { step, expected = '', got } = failure
  const values = got === undefined ? '' : `${step} ${expected} ${got}`
  return brokenEndpoint(text) ?? general(`${text.replace(exchange, answer)} ${values}`)
}

/** That an endpoint fails with a 5xx, or does not answer; undefined if the text does not say so. */
function brokenEndpoint(text: string): string | undefined {
  const [, method = '', path = '', status = ''] = exchange.exec(text) ?? []
  if (status.startsWith('5')) return answer('', method, path, status)
  return noAnswer.test(text) ? 'No answer came' : undefined
}

const answer = (_: string, method: string, path: string, status: string) =>
  `${method} ${endpointOf(path)} answers ${status}`

/** The message of a failure, or its first complaint: what is wrong, without what it is about. */
function firstText({ message, complaints = [], step }: FailureResult): string {
  const [complaint = ''] = complaints
  const [, wrong] = complaint.split('\n  but ')
  return (message || (wrong ?? complaint) || step).slice(0, longestText)
}

/**
 * A path without its query and without the id of an order. A dialect may have any path, so every
 * segment with a digit counts as an id, unless it is a version such as v1.
 */
const endpointOf = (path: string) =>
  path
    .replace(/\?.*/s, '')
    .replace(/(\/orders?\/)[^/]+/, '$1{id}')
    .replaceAll(/\/(?!v\d+(?:\/|$))[^/]*\d[^/]*/g, '/{id}')

/** The id of an order, or its beginning if it has a space. */
const orderId = /\border [^\s,:]+/g

/** A word with a digit that is no status: what has three digits may be one, if it is no time. */
const idOrNumber = /\b(?![1-5]\d\d(?![\w-]| ms\b))[\w-]*\d[\w-]*\b/g

const general = (text: string) =>
  text
    .replaceAll(/\{.*\}|\[.*\]/gs, '{}')
    .replaceAll(/"[^"]*"|'[^']*'/g, '""')
    .replaceAll(/\b(?:Alice|Bob|Carol|Dave|The crowd)\b/g, 'Alice')
    .replaceAll(orderId, 'order #')
    .replaceAll(idOrNumber, '#')
    .split('\n', 1)[0]
    ?.trim() ?? ''

const longestSentence = 240

/**
 * The first line of the message, without the body of a reply; where values were compared, the first
 * lines of both that differ.
 */
function sentenceOf({ failure, attempt }: FailedCase): string {
  const { expected, got, step, message } = failure
  const [first = ''] = firstText(failure).trim().split('\n', 1)
  const text = first.replace(new RegExp(`(${exchange.source}).*`, 'su'), '$1')
  const compared =
    expected === undefined || got === undefined
      ? text
      : `${message === '' ? step : text}: ${difference(expected, got)}`
  const about = asked(attempt, failure)
  const sentence = about === '' ? compared : `${compared} (${about})`
  return sentence.length > longestSentence ? `${sentence.slice(0, longestSentence)} …` : sentence
}

function difference(expected: string, got: string): string {
  const pair = linesBeside(expected, got).find((lines) => lines.expected !== lines.got)
  const written = (line = 'nothing') => line.trim().replace(/,$/, '')
  return `expected ${written(pair?.expected)}, got ${written(pair?.got)}`
}

/** The last request and its status, where the message names none. */
function asked({ evidence }: Attempt, failure: FailureResult): string {
  if (exchange.test(firstText(failure))) return ''
  const request = evidence?.requests.first.at(-1)
  if (!request) return ''
  const { method, url, reply, noReply } = request
  return `last request: ${method} ${pathIn(url)} → ${reply?.status ?? noReply}`
}
