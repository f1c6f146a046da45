import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, openApp, orderIn, problemIn, ticket } from '../test/support/app.ts'

const body = JSON.stringify(ticket)

/** A platform with outcome headers. `placeWith` places an order; `planOf` reads its plan. */
function openWithOutcomes(outcomeHeaders = true) {
  const opened = openApp({ outcomeHeaders })
  const placeWith = (outcome: string, headers: Record<string, string> = {}) =>
    opened.send(body, { outcome, ...headers })
  const planOf = async (answer: Response | Promise<Response>) => {
    const { orderId } = await orderIn(answer)
    const [event] = await bodyIn<Record<string, unknown>[]>(opened.get(`/orders/${orderId}/events`))
    const { executionDueAt, cancellationDueAt, held, reason } = event ?? {}
    return { executionDueAt, cancellationDueAt, held, reason }
  }
  return { ...opened, placeWith, planOf }
}

const none = {
  executionDueAt: undefined,
  cancellationDueAt: undefined,
  held: undefined,
  reason: undefined,
}

describe('The header Outcome', () => {
  for (const [field, plan] of [
    ['execute; after=250', { executionDueAt: '2026-01-01T00:00:00.250Z' }],
    ['execute;after=0', { executionDueAt: '2026-01-01T00:00:00.000Z' }],
    ['hold', { held: true }],
    [
      'cancel; after=100; reason="no liquidity"',
      { cancellationDueAt: '2026-01-01T00:00:00.100Z', reason: 'no liquidity' },
    ],
    [
      'cancel; after=100; reason=%"zu sp%c3%a4t"',
      { cancellationDueAt: '2026-01-01T00:00:00.100Z', reason: 'zu spät' },
    ],
  ] as const) {
    test(`decides the outcome of the order: ${field}`, async () => {
      const { placeWith, planOf } = openWithOutcomes()
      assert.deepEqual(await planOf(placeWith(field)), { ...none, ...plan })
    })
  }

  test('uses the execution delay when it names no time', async () => {
    const { placeWith, planOf } = openWithOutcomes()
    const { executionDueAt } = await planOf(placeWith('execute'))
    const afterMs = Date.parse(String(executionDueAt)) - Date.parse('2026-01-01T00:00:00Z')
    assert.ok(afterMs >= 1500 && afterMs <= 3000, `${afterMs}`)
  })

  test('overrides the outcome rules of the venue', async () => {
    const { placeWith, planOf, venues, placed, get } = openWithOutcomes()
    venues.main.outcomes.add({ match: {}, action: { does: 'hold' } })

    assert.ok((await planOf(placeWith('execute; after=1'))).executionDueAt)
    const { orderId } = await placed()
    const [event] = await bodyIn<{ held?: true }[]>(get(`/orders/${orderId}/events`))
    assert.equal(event?.held, true)
  })

  for (const [field, ...pointers] of [
    ['explode', '/Outcome'],
    ['"execute"', '/Outcome'],
    ['execute, hold', '/Outcome'],
    ['toString', '/Outcome'],
    ['?', '/Outcome'],
    ['', '/Outcome'],
    ['execute; after=-1', '/Outcome/after'],
    ['execute; after=1.5', '/Outcome/after'],
    ['execute; after', '/Outcome/after'],
    ['cancel; reason=late', '/Outcome/reason'],
    ['cancel; reason=""', '/Outcome/reason'],
    ['execute; reason="no"', '/Outcome/reason'],
    ['hold; after=5', '/Outcome/after'],
    ['cancel; because="no"; later=5', '/Outcome/because', '/Outcome/later'],
  ] as const) {
    test(`is refused as ${field || 'an empty header'}`, async () => {
      const { placeWith, venue } = openWithOutcomes()
      assert.deepEqual(await issuesIn(placeWith(field)), ['INVALID_REQUEST', ...pointers])
      assert.equal(venue.position, 0)
    })
  }

  test('is refused with an example of what to send', async () => {
    const { placeWith } = openWithOutcomes()
    const { errors } = await problemIn(placeWith('explode'))
    assert.match(errors?.[0]?.message ?? '', /execute, cancel or hold, such as: cancel; after=100/)
  })

  test('is part of what an Idempotency-Key stands for', async () => {
    const { placeWith } = openWithOutcomes()
    const key = { 'idempotency-key': 'a' }
    const first = await placeWith('execute; after=250', key)

    const again = await placeWith('execute;after=250', key)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual(await orderIn(again), await orderIn(first))
    assert.deepEqual(await issuesIn(placeWith('hold', key)), ['IDEMPOTENCY_KEY_REUSED'])
  })

  test('is described only by a platform that honours it', async () => {
    for (const isHonoured of [true, false]) {
      const { get } = openWithOutcomes(isHonoured)
      const document = await bodyIn<{
        paths: Record<string, Record<string, { parameters: { name: string }[] }>>
      }>(get('/openapi.json'))
      const parameters = document.paths['/orders']?.post?.parameters ?? []
      assert.equal(
        parameters.some(({ name }) => name === 'Outcome'),
        isHonoured,
      )
    }
  })

  test('is ignored like any unknown header by other platforms', async () => {
    const { placeWith, planOf } = openWithOutcomes(false)
    const key = { 'idempotency-key': 'a' }

    assert.equal((await planOf(placeWith('hold', key))).held, undefined)
    const again = await placeWith('explode', key)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
  })
})
