import type { FailedCase } from '../document/causes.ts'
import type { RecordedRequest } from '../evidence/evidence.ts'
import { pathIn } from '../evidence/path-in.ts'
import { curlOf, streamCommandOf } from './curl.ts'

type Requests = readonly RecordedRequest[]

/** A longer wait between two requests is part of what happened. */
const noticedMs = 250

const maxRequests = 6
const maxOthers = 3
const longestAnswer = 160

/**
 * The shortest sequence of commands that shows a failure, for a POSIX shell: the request that went
 * wrong, and before it only those that it depends on. An id from a reply becomes a variable, so the
 * commands can be run again. Empty if the scenario sent nothing.
 */
export function reproductionOf({
  attempt: { evidence },
  failure,
}: Pick<FailedCase, 'attempt' | 'failure'>): string {
  if (!evidence) return ''
  const requests = evidence.requests.first
  const about = `${failure.message}\n${failure.complaints?.[0] ?? ''}\n`
  const named = requests.filter((request) => isNamedIn(about, request))
  const wrong = named[0] ?? requests.at(-1)
  const [stream] = evidence.streams.first
  const listening =
    stream && named.length === 0 ? [`# In another terminal:\n${streamCommandOf(stream)}`] : []
  if (!wrong) return listening.join('\n')
  const needed = neededFor(wrong, requests)
  return [...listening, ...commandsFor(needed), `# ${answerTo(wrong)}`].join('\n')
}

/** Whether a message is about this request and this reply, as `support/client.ts` writes them. */
function isNamedIn(about: string, { method, url, reply, noReply }: RecordedRequest): boolean {
  if (!about.includes(`${method} ${pathIn(url)}`)) return false
  if (!reply) return noReply !== undefined && about.includes(noReply)
  const { status, afterMs, body } = reply
  return (
    about.includes(`→ ${status} after ${Math.round(afterMs)} ms`) &&
    about.includes(body.text.slice(0, longestAnswer))
  )
}

/** In the order in which they were sent: the requests that this one depends on, and itself. */
function neededFor(wrong: RecordedRequest, requests: Requests): Requests {
  const before = requests.slice(0, requests.indexOf(wrong))
  const needed = new Set([wrong])
  // A set visits what is added on the way.
  for (const request of needed) for (const one of neededBy(request, before)) needed.add(one)
  if (needed.size === 1 && !isChange(wrong)) {
    // A listing depends on what was there.
    for (const one of before.filter(isChange).slice(-maxOthers)) needed.add(one)
  }
  const inOrder = requests.filter((request) => needed.has(request))
  return inOrder.length <= maxRequests
    ? inOrder
    : [...inOrder.slice(0, 2), ...inOrder.slice(2 - maxRequests)]
}

/**
 * The requests whose replies name what is in the path or a header of this one, and the requests that
 * changed that afterwards.
 */
const neededBy = (request: RecordedRequest, before: Requests): Requests =>
  namesIn(request).flatMap((name) => {
    const creating = before.find((earlier) => memberWith(name, earlier) !== undefined)
    if (!creating || creating === request) return []
    const later = before.slice(before.indexOf(creating) + 1)
    return [creating, ...later.filter((one) => isChange(one) && segmentsOf(one.url).includes(name))]
  })

const isChange = ({ method }: RecordedRequest) => method !== 'GET' && method !== 'HEAD'

const segmentsOf = (url: string) => new URL(url).pathname.split('/').slice(2)

/** The values in a request that an earlier reply may have named. */
const namesIn = ({ url, headers }: RecordedRequest) => [
  ...segmentsOf(url),
  ...headers.map(([, value]) => value),
]

/** The name of the member of a reply with this value, at any depth but in no list. */
function memberWith(value: string, { reply }: RecordedRequest): string | undefined {
  try {
    return value === '' ? undefined : nameOf(value, JSON.parse(reply?.body.text ?? ''))
  } catch {
    return undefined
  }
}

function nameOf(value: string, node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined
  const names = Object.entries(node).map(([name, member]) =>
    String(member) === value ? name : nameOf(value, member),
  )
  return names.find((name) => name !== undefined)
}

function commandsFor(requests: Requests): string[] {
  const variables = new Map<string, string>()
  return requests.flatMap((request, index) => {
    const command = withVariables(curlOf(request), variables)
    const later = requests.slice(index + 1)
    const value = later.flatMap(namesIn).find((name) => memberWith(name, request) !== undefined)
    const member = value === undefined ? undefined : memberWith(value, request)
    const wait = waitBetween(requests[index - 1], request)
    if (value === undefined || member === undefined || variables.has(value))
      return [...wait, command]
    const name = variableFor(request, [...variables.values()])
    variables.set(value, name)
    const read = `grep -o '"${member}": *"*[^",}]*' | head -n 1 | sed 's/^"[^"]*": *"*//'`
    return [...wait, `${name}=$(${command.replace('curl -i', 'curl -s')} | ${read})`]
  })
}

/** Such as `order` for what was created at `/orders`, and `order2` for another one. */
function variableFor({ url }: RecordedRequest, taken: readonly string[]): string {
  const [noun = 'id'] = /[a-z]+(?=s$)/i.exec(new URL(url).pathname) ?? []
  const count = taken.filter((name) => name.startsWith(noun)).length
  return count === 0 ? noun : `${noun}${count + 1}`
}

/** Replaces each word of the command that contains a known value by one with a variable. */
function withVariables(command: string, variables: ReadonlyMap<string, string>): string {
  let written = command
  for (const [value, name] of variables) {
    written = written.replaceAll(/'[^']*'|[^\s']+/g, (word) => {
      const text = word.replace(/^'|'$/g, '')
      if (!isOneOf(value, text) || /["$`\\]/.test(text)) return word
      return `"${text.replace(value, () => `$${name}`)}"`
    })
  }
  return written
}

/** Whether a word is a URL with this segment, or a header field with this value. */
const isOneOf = (value: string, word: string) =>
  word.endsWith(`: ${value}`) || (URL.canParse(word) && segmentsOf(word).includes(value))

/** What the scenario waited for in between, such as the execution of the order. */
function waitBetween(earlier: RecordedRequest | undefined, later: RecordedRequest): string[] {
  if (!earlier) return []
  const waitedMs = later.atMs - earlier.atMs - (earlier.reply?.afterMs ?? 0)
  return waitedMs < noticedMs ? [] : [`sleep ${(waitedMs / 1000).toFixed(1)}`]
}

function answerTo({ reply, noReply }: RecordedRequest): string {
  if (!reply) return `No reply: ${noReply}`
  const text = reply.body.text.replaceAll(/\s+/g, ' ')
  const shown = text.length > longestAnswer ? `${text.slice(0, longestAnswer)} …` : text
  return `→ ${reply.status} ${shown}`.trim()
}
