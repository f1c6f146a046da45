import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { featureResultsIn } from '../document/feature-results.ts'
import { attachedEvidence, type PlannedAttempt, recordOf } from '../testing/messages.ts'
import { failuresForTerminal } from './failures.ts'

const hostile = `</script>]]> \u001b]0;x\u0007 \u001b[31m \0 ${'x'.repeat(50_000)}`

function failed(scenario: PlannedAttempt['scenario'], message: string): PlannedAttempt {
  const failure = { step: 'she cancels it', message }
  const body = { text: hostile }
  const request = {
    who: 'Alice',
    atMs: 0,
    method: 'POST',
    url: 'http://localhost:8080/orders',
    headers: [],
    body,
    reply: { afterMs: 1, status: 500, headers: [], body },
  }
  const requests = { first: Array(8).fill(request), omitted: 0 }
  return {
    scenario,
    results: { own: { status: 'FAILED', message } },
    attached: [attachedEvidence({ failure, requests })],
  }
}

const linesAfter = (...attempts: PlannedAttempt[]) =>
  failuresForTerminal(featureResultsIn(recordOf(...attempts)))

describe('The failures on the terminal', () => {
  it('are nothing if nothing failed', () => {
    assert.deepEqual(linesAfter({ scenario: 'example' }), [])
  })

  it('name the cause, the promise, and where to run each scenario again', () => {
    assert.deepEqual(linesAfter({ ...failed('executed', 'too late'), attached: [] }), [
      '',
      '1) 1 scenario failed: too late',
      '   breaks: An order can be cancelled only while it is PENDING',
      '   features/cancelling-an-order.feature:21  executed',
    ])
  })

  it('take at most 15 lines of at most 240 characters for each cause', () => {
    const lines = linesAfter(
      failed('executed', `${hostile}\n`.repeat(40)),
      failed('cancelled', hostile),
      failed('ruleless', 'another'),
    )
    assert.equal(lines.filter((line) => / failed: /.test(line)).length, 2)
    assert.ok(lines.length <= 2 * 16, `${lines.length} lines`)
    for (const line of lines) assert.ok(line.length <= 240, `${line.length} characters`)
  })

  it('contain no character that controls a terminal', () => {
    const text = linesAfter(failed('example', hostile)).join('\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not occur.
    assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\x7f]/)
    assert.match(text, /\\u001b\]0;x\\u0007/)
  })
})
