import { failureText } from './document/failure-text.ts'
import type { FeatureResult } from './document/model.ts'
import { type Case, casesIn, decidingAttempt } from './document/scenarios.ts'

/** The results as JUnit XML: a test case for each scenario that ran. */
export function junitOf(features: readonly FeatureResult[], tookMs: number): string {
  const cases = casesIn(features).filter(({ attempts }) => attempts.length > 0)
  const count = (isCounted: (status: Case['status']) => boolean) =>
    cases.filter(({ status }) => isCounted(status)).length
  const attributes = attributesOf({
    name: 'papertape specification',
    tests: cases.length,
    failures: count((status) => status === 'failed'),
    errors: 0,
    skipped: count((status) => status !== 'failed' && status !== 'passed'),
    time: seconds(tookMs),
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuite${attributes}>
${cases.map(testCase).join('\n')}
</testsuite>
`
}

function testCase(one: Case): string {
  const { feature, rule, name, place, attempts, status } = one
  const tookMs = attempts.reduce((sum, attempt) => sum + attempt.tookMs, 0)
  const attributes = attributesOf({
    classname: feature.name,
    name: rule.name === '' ? name : `${rule.name} - ${name}`,
    file: place,
    time: seconds(tookMs),
  })
  const outcome = status === 'passed' ? '' : outcomeOf(one)
  return `  <testcase${attributes}>${outcome}</testcase>`
}

function outcomeOf(one: Case): string {
  const attempt = decidingAttempt(one)
  if (one.status !== 'failed') {
    return `<skipped${attributesOf({ message: attempt?.reason ?? one.status })}/>`
  }
  const failures = attempt?.failures ?? []
  const [first] = failures
  const message = first ? failureText(first).split('\n', 1)[0] : 'failed'
  const text = failures.map((failure) => `${failure.step}\n${failureText(failure)}`).join('\n\n')
  return `<failure${attributesOf({ message: message ?? '' })}>${escaped(text)}</failure>`
}

const attributesOf = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(`${value}`).replaceAll('\n', '&#10;')}"`)
    .join('')

const seconds = (ms: number) => (ms / 1000).toFixed(3)

/** Characters that XML cannot contain, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to replace.
const notXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/gu

/** A text for XML. A character that XML cannot contain becomes an escape such as `\u0000`. */
const escaped = (text: string): string =>
  text
    .replaceAll(notXml, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
