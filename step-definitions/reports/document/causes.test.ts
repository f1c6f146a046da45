import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attachedEvidence, type PlannedAttempt, recordOf } from '../testing/messages.ts'
import { causesOf } from './causes.ts'
import { featureResultsIn } from './feature-results.ts'
import { casesIn } from './scenarios.ts'

const causesAfter = (...attempts: PlannedAttempt[]) =>
  causesOf(casesIn(featureResultsIn(recordOf(...attempts))))

/** A scenario that failed with this message. */
const failed = (
  scenario: PlannedAttempt['scenario'],
  message: string,
  more: object = {},
): PlannedAttempt => ({
  scenario,
  results: { own: { status: 'FAILED', message } },
  attached: [attachedEvidence({ failure: { step: 'she cancels it', message }, ...more })],
})

const sizes = (causes: ReturnType<typeof causesAfter>) => causes.map(({ cases }) => cases.length)

describe('The causes of failures', () => {
  it('are none if nothing failed', () => {
    assert.deepEqual(causesAfter({ scenario: 'example' }), [])
  })

  it('are one for all requests that an endpoint answers with a 5xx', () => {
    const causes = causesAfter(
      failed('example', 'Alice should be refused, but: DELETE /orders/a1 → 500 after 3 ms {"x":1}'),
      failed('ruleless', 'no such order, but: DELETE /orders/b%2F2?z=1 → 500 after 14 ms oops'),
      failed('executed', 'it is late: GET /orders/a1 → 500 after 3 ms {"x":1}'),
      failed('cancelled', 'it is late: GET /orders → 500 after 3 ms {"x":1}'),
    )
    assert.deepEqual(sizes(causes), [2, 1, 1])
    assert.match(causes[0]?.sentence ?? '', /^DELETE \/orders\/\{id\} answers 500, for example: /)
  })

  it('are one for requests without an answer', () => {
    const causes = causesAfter(
      failed('example', 'GET /orders: no answer after 6000 ms'),
      failed('ruleless', 'POST /orders {"quantity": 1}: no answer after 6001 ms'),
    )
    assert.deepEqual(sizes(causes), [2])
  })

  it('do not depend on traders, orders, numbers and bodies', () => {
    const causes = causesAfter(
      failed('example', 'Alice is not told about order 7f-3 after 300 ms: {"a":1}'),
      failed('ruleless', 'Bob is not told about order 99 after 17 ms: {"b":{}}'),
      failed('executed', 'Alice receives order 7f-3 twice'),
    )
    assert.deepEqual(sizes(causes), [2, 1])
  })

  it('do not depend on whether a check was retried', () => {
    const causes = causesAfter(
      failed('example', 'Bob should receive nothing for order 7'),
      failed('ruleless', 'Bob should receive nothing for order 8\n(still failing after 5.4 s)'),
    )
    assert.deepEqual(sizes(causes), [2])
  })

  it('do not depend on what the ids of orders look like', () => {
    const scenarios = ['example', 'ruleless', 'executed'] as const
    for (const ids of [
      ['o/229', 'o/62', 'o/117'],
      ['é/229 +%41?#', 'é/62 +%41?#', 'é/117 +%41?#'],
      ['brave-otter', 'calm-hen', 'shy-ox'],
    ]) {
      const causes = causesAfter(
        ...ids.map((id, nth) =>
          failed(scenarios[nth] ?? 'cancelled', `order ${id}, listed, should be EXECUTED`),
        ),
      )
      assert.deepEqual(sizes(causes), [3], ids.join())
    }
  })

  it('are one cause if an endpoint answers with a 5xx, whatever its path', () => {
    const causes = causesAfter(
      failed('example', 'it is late: GET /v1/order/o-x → 500 after 3 ms'),
      failed('ruleless', 'it is late: GET /v1/order/o-y → 500 after 3 ms'),
      failed('executed', 'it is late: GET /v2/trades/17/state → 500 after 3 ms'),
      failed('cancelled', 'it is late: GET /v2/trades/%C3%A9/state → 500 after 3 ms'),
    )
    assert.deepEqual(sizes(causes), [2, 2])
    assert.match(causes[0]?.sentence ?? '', /^GET \/v1\/order\/\{id\} answers 500/)
    assert.match(causes[1]?.sentence ?? '', /^GET \/v2\/trades\/\{id\}\/state answers 500/)
  })

  it('differ where statuses differ, but not where ids, times and counts do', () => {
    const [expected404, expected409] = [404, 409].map(
      (status) => `she should be refused with ${status}, but order 117 is accepted after 300 ms`,
    ) as [string, string]
    const causes = causesAfter(
      failed('example', expected404),
      failed('ruleless', expected404.replace('117', '8').replace('300', '17')),
      failed('executed', expected409),
    )
    assert.deepEqual(sizes(causes), [2, 1])
  })

  it('differ where the compared values differ', () => {
    const compared = (got: string) => ({
      failure: { step: 'she cancels it', message: '', expected: 'PENDING', got },
    })
    const causes = causesAfter(
      failed('example', '', compared('EXECUTED')),
      failed('ruleless', '', compared('CANCELLED')),
    )
    assert.deepEqual(sizes(causes), [1, 1])
  })

  it('count each failed scenario once, those of most scenarios first', () => {
    const causes = causesAfter(
      failed('ruleless', 'a cause of its own'),
      failed('example', 'POST /orders → 503 after 1 ms'),
      failed('example', 'another failure of the same scenario'),
      failed('executed', 'POST /orders → 503 after 2 ms'),
    )
    assert.deepEqual(sizes(causes), [2, 1])
    assert.deepEqual(
      causes.map(({ promises }) => promises.map(({ name }) => name)),
      [['An order can be cancelled only while it is PENDING'], []],
    )
  })

  it('are shown by the scenario with the fewest requests', () => {
    const requests = (count: number) => ({
      requests: { first: Array(count).fill(request), omitted: 0 },
    })
    const [cause] = causesAfter(
      failed('example', 'POST /orders → 503 after 1 ms', requests(3)),
      failed('executed', 'POST /orders → 503 after 2 ms', requests(1)),
    )
    assert.equal(cause?.cases[0].place, 'features/cancelling-an-order.feature:21')
  })
})

const request = {
  who: 'Alice',
  atMs: 0,
  method: 'POST',
  url: 'http://localhost:8080/orders',
  headers: [],
  noReply: 'closed',
}

describe('The sentence of a cause', () => {
  const sentence = (message: string, more?: object) =>
    causesAfter(failed('example', message, more))[0]?.sentence

  it('is the first line of the message without the body of the reply', () => {
    assert.equal(
      sentence('She should be refused, but: POST /orders {"a":1} → 201 after 5 ms {"id":1}\nmore'),
      'She should be refused, but: POST /orders {"a":1} → 201 after 5 ms',
    )
  })

  it('states the compared values', () => {
    const failure = { step: 'she cancels it', message: '', expected: 'PENDING', got: 'EXECUTED' }
    assert.equal(sentence('', { failure }), 'she cancels it: expected PENDING, got EXECUTED')
  })

  it('states where long values differ', () => {
    const [expected, got] = ['{\n  side: 1,\n  quantity: 1,\n}', '{\n  side: 1,\n  quantity: 0,\n}']
    const failure = { step: 'she cancels it', message: 'an order', expected, got }
    assert.equal(sentence('', { failure }), 'an order: expected quantity: 1, got quantity: 0')
  })

  it('says what a complaint is about', () => {
    const complaints = ['GET /orders → 200 after 1 ms []\n  but there is no Log-Position']
    const results = { after: { status: 'FAILED' } } as const
    const requests = { first: [request], omitted: 0 }
    const attached = [attachedEvidence({ complaints, requests })]
    const [cause] = causesAfter({ scenario: 'example', results, attached })
    assert.equal(cause?.sentence, 'there is no Log-Position (last request: POST /orders → closed)')
  })

  it('is bounded', () => {
    assert.equal(sentence('x'.repeat(2_000_000))?.length, 242)
  })
})
