import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, faultsIn, openApp, orderIn, problemIn, ticket } from '../test/support/app.ts'

const body = JSON.stringify(ticket)

/** A platform at which tickets may say what is to become of their orders. */
function openWishing(outcomeHeaders = true) {
  const opened = openApp({ outcomeHeaders })
  const wish = (outcome: string, headers: Record<string, string> = {}) =>
    opened.send(body, { outcome, ...headers })
  const planOf = async (answer: Response | Promise<Response>) => {
    const { orderId } = await orderIn(answer)
    const [event] = await bodyIn<Record<string, unknown>[]>(opened.get(`/orders/${orderId}/events`))
    const { executionDueAt, cancellationDueAt, held, reason } = event ?? {}
    return { executionDueAt, cancellationDueAt, held, reason }
  }
  return { ...opened, wish, planOf }
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
    test(`says what is to become of the order: ${field}`, async () => {
      const { wish, planOf } = openWishing()
      assert.deepEqual(await planOf(wish(field)), { ...none, ...plan })
    })
  }

  test('leaves the time to the execution delay where it says none', async () => {
    const { wish, planOf } = openWishing()
    const { executionDueAt } = await planOf(wish('execute'))
    const afterMs = Date.parse(String(executionDueAt)) - Date.parse('2026-01-01T00:00:00Z')
    assert.ok(afterMs >= 1500 && afterMs <= 3000, `${afterMs}`)
  })

  test('counts for more than the rules of the venue', async () => {
    const { wish, planOf, venues, placed, get } = openWishing()
    venues.main.outcomes.add({ match: {}, action: { does: 'hold' } })

    assert.ok((await planOf(wish('execute; after=1'))).executionDueAt)
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
    test(`is refused as ${field || 'nothing'}`, async () => {
      const { wish, venue } = openWishing()
      assert.deepEqual(await faultsIn(wish(field)), ['INVALID_REQUEST', ...pointers])
      assert.equal(venue.position, 0)
    })
  }

  test('says what to send when it is refused', async () => {
    const { wish } = openWishing()
    const { errors } = await problemIn(wish('explode'))
    assert.match(errors?.[0]?.message ?? '', /execute, cancel or hold, such as: cancel; after=100/)
  })

  test('makes it another request under an Idempotency-Key', async () => {
    const { wish } = openWishing()
    const key = { 'idempotency-key': 'a' }
    const first = await wish('execute; after=250', key)

    const again = await wish('execute;after=250', key)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual(await orderIn(again), await orderIn(first))
    assert.deepEqual(await faultsIn(wish('hold', key)), ['IDEMPOTENCY_KEY_REUSED'])
  })

  test('is described where it is heeded, and nowhere else', async () => {
    for (const heeded of [true, false]) {
      const { get } = openWishing(heeded)
      const document = await bodyIn<{
        paths: Record<string, Record<string, { parameters: { name: string }[] }>>
      }>(get('/openapi.json'))
      const parameters = document.paths['/orders']?.post?.parameters ?? []
      assert.equal(
        parameters.some(({ name }) => name === 'Outcome'),
        heeded,
      )
    }
  })

  test('is ignored, as unknown headers are, where it is not allowed', async () => {
    const { wish, planOf } = openWishing(false)
    const key = { 'idempotency-key': 'a' }

    assert.equal((await planOf(wish('hold', key))).held, undefined)
    const again = await wish('explode', key)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
  })
})
