import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConnectionRecord } from '../journal/connection-record.ts'
import { bodyIn, type OpenOptions, orderIn, problemIn, ticket, turn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { createTestListener } from '../test/support/listener.ts'
import { subscriptionRequest } from '../test/support/stream.ts'
import type { MessageWhy, Why } from './why-contract.ts'

/** A held venue with a journal. */
async function openHeld(options: OpenOptions = {}) {
  const control = openControl(undefined, options)
  const { open, ask, send, remove, venues } = control
  await open({ name: 'mine', seed: '42', clock: { mode: 'held' }, latencyMs: 0 })
  const here = { venue: 'mine' }
  const hosted = venues.find('mine') ?? assert.fail()
  return {
    ...control,
    hosted,
    add: (kind: string, rule: object) => ask('POST', `/venues/mine/${kind}`, rule),
    clear: (kind: string) => ask('DELETE', `/venues/mine/${kind}`),
    place: (changed: object = {}, headers = {}) =>
      send(JSON.stringify({ ...ticket, ...changed }), { ...here, ...headers }),
    cancel: (path: string) => remove(path, here),
    why: (entry = hosted.journal?.last, query = '') =>
      bodyIn<Why>(ask('GET', `/venues/mine/journal/${entry}/why${query}`)),
  }
}

const textsIn = ({ rules }: Why) => rules.map(({ text }) => text)

describe('A request', () => {
  test('shows which rule applied and which nearly did, also after they are gone', async () => {
    const { add, clear, place, why, hosted } = await openHeld()
    await add('faults', {
      match: { symbol: 'GBPUSD' },
      at: 'before-commit',
      action: { does: 'close' },
    })
    await add('faults', { at: 'after-commit', action: { does: 'answer', status: 503 } })
    await place()
    const entry = hosted.journal?.last
    await clear('faults')

    const { state, text, rules } = await why(entry)
    assert.deepEqual([state, text], ['tested', 'fault-2 applied. 1 other rule nearly did.'])
    assert.deepEqual(rules, [
      {
        rule: 'fault-1',
        kind: 'fault',
        at: 'before-commit',
        does: 'close',
        result: 'nearly',
        reasons: [{ criterion: 'symbol', wanted: 'GBPUSD', actual: 'EURUSD' }],
        text: 'fault-1 nearly applied: it wants symbol GBPUSD, the order has EURUSD.',
      },
      {
        rule: 'fault-2',
        kind: 'fault',
        at: 'after-commit',
        does: 'answer',
        result: 'applied',
        reasons: [],
        text: 'fault-2 applied: it replied with 503, after the commit.',
      },
    ])
  })

  test('says that a rule was used up, had ended, waits for another match, was not drawn, or came second', async () => {
    const { ask, add, place, why } = await openHeld()
    const at = 'after-commit'
    const action = { does: 'delay', ms: 0 }
    await add('faults', { at, action, times: 1 })
    await place()
    await add('faults', { at, action, expiresAt: '2026-01-01T00:00:00.000Z' })
    await ask('POST', '/venues/mine/clock/advance', { byMs: 1 })
    await add('faults', { at, action, match: { nth: 2 } })
    await add('faults', { at, action, match: { probability: 0 } })
    await add('faults', { at, action, match: { probability: 0.5, symbol: 'GBPUSD', orderId: 'x' } })
    await add('faults', { at, action })
    await add('faults', { at, action })
    await place()

    assert.deepEqual(textsIn(await why()), [
      'fault-1 nearly applied: it was used up, as it had applied 1 of 1 times.',
      'fault-2 nearly applied: it had ended at 2026-01-01T00:00:00.000Z.',
      'fault-3 nearly applied: it wants match number 2, and this would be number 1.',
      'fault-4 nearly applied: it applies with probability 0, and was not drawn.',
      'fault-5 did not apply: it wants symbol GBPUSD, the order has EURUSD; it wants orderId x, the order has none; it would then apply with probability 0.5.',
      'fault-6 applied: it delayed the reply by 0 ms, after the commit.',
      'fault-7 nearly applied: fault-6 applied first.',
    ])
  })

  test('that a fault ended came to no race and to no fault after the commit', async () => {
    const { add, place, why } = await openHeld()
    await add('faults', { at: 'after-commit', action: { does: 'close' } })
    await add('faults', { at: 'before-commit', action: { does: 'answer', status: 503 } })
    await add('races', {})
    await place()

    assert.deepEqual(textsIn(await why()), [
      'fault-2 applied: it replied with 503, before the commit.',
      'race-1 did not apply: fault-2 ended the request before its commit; it wants DELETE /orders/{orderId}, the request is POST /orders; it wants orderStatus PENDING, the order has none.',
      'fault-1 nearly applied: fault-2 ended the request before its commit.',
    ])
  })

  test('shows the breakpoint that holds it, and the rest once it is released', async () => {
    const { ask, add, place, why } = await openHeld()
    await add('breakpoints', { match: { endpoint: 'POST /orders' } })
    await add('faults', { at: 'after-commit', action: { does: 'delay', ms: 0 } })
    const placing = place()
    await turn()
    const held = await why()
    assert.deepEqual(textsIn(held), [
      'breakpoint-1 applied: it held the request before its commit.',
    ])

    await ask('POST', '/venues/mine/held-requests/held-1/release')
    await placing
    assert.equal((await why(held.entry)).rules.length, 2)
  })

  test('shows the race of a cancel, by the order that came closest', async () => {
    const { add, place, cancel, why } = await openHeld()
    const { orderId } = await orderIn(place())
    await orderIn(place({ symbol: 'GBPUSD' }))
    await add('races', { match: { symbol: 'GBPUSD' }, winner: 'execution' })
    await cancel(`/orders/${orderId}`)
    assert.deepEqual(textsIn(await why()), [
      'race-1 nearly applied: it wants symbol GBPUSD, the order has EURUSD.',
    ])
    await cancel(`/orders/${orderId}`)
    assert.equal((await why()).rules[0]?.reasons.length, 2)
    await cancel('/orders/nothing')
    assert.deepEqual(
      (await why()).rules[0]?.reasons.map(({ criterion }) => criterion),
      ['symbol', 'orderStatus'],
    )
    await add('races', { match: { symbol: 'BRK.B' }, winner: 'cancellation' })
    await place()
    await place({ symbol: 'BRK.B' })
    await cancel('/orders?orderStatus=PENDING')
    assert.deepEqual(textsIn(await why()), [
      'race-1 applied: the order was cancelled and executed at the same instant, and the execution was to win.',
      'race-2 applied: the order was cancelled and executed at the same instant, and the cancellation was to win.',
    ])
  })

  test('that places an order shows which outcome rule decides', async () => {
    const { add, place, cancel, why } = await openHeld()
    await add('outcomes', { match: { side: 'SELL' }, outcome: { does: 'hold' } })
    await add('outcomes', { match: { quantity: { min: 2000 } }, outcome: { does: 'hold' } })
    await add('outcomes', { outcome: { does: 'cancel', afterMs: 5 } })
    await add('outcomes', { outcome: { does: 'execute' } })
    const { orderId } = await orderIn(place({ quantity: 1000, side: 'BUY' }))

    const placed = await why()
    assert.deepEqual(textsIn(placed), [
      'outcome-1 nearly applied: it wants side SELL, the order has BUY.',
      'outcome-2 nearly applied: it wants a quantity of at least 2000, the order has 1000.',
      'outcome-3 applied: it cancels the order after 5 ms.',
      'outcome-4 nearly applied: outcome-3 applied first.',
    ])
    assert.deepEqual(placed.rules[1]?.reasons, [
      { criterion: 'quantity', wanted: 'at least 2000', actual: 1000 },
    ])
    await cancel(`/orders/${orderId}`)
    assert.equal((await why()).state, 'no-rules')
    await place({ clientOrderId: 'one' })
    await place({ clientOrderId: 'one' })
    assert.match((await why()).text, /No order was placed/)
  })

  test('that states its outcome is not subject to outcome rules', async () => {
    const { add, place, why } = await openHeld({ outcomeHeaders: true })
    await add('outcomes', { outcome: { does: 'execute' } })
    await place({}, { outcome: 'hold' })
    assert.deepEqual(textsIn(await why()), [
      'outcome-1 nearly applied: the request states its outcome itself.',
    ])
  })

  test('without rules, or that came to no commit, says so', async () => {
    const { ask, add, place, why } = await openHeld()
    await place()
    assert.equal((await why()).state, 'no-rules')
    await add('faults', { at: 'after-commit', action: { does: 'close' } })
    assert.match((await why()).text, /requests of trading clients only/)
    await place({ quantity: -1 })
    const refused = await why()
    assert.deepEqual([refused.state, refused.rules], ['not-tested', []])
    assert.match(refused.text, /did not come to its commit/)
    assert.equal(
      (await problemIn(ask('GET', '/venues/mine/journal/99/why'))).code,
      'NOT_IN_JOURNAL',
    )
    assert.equal(
      (await problemIn(ask('GET', '/venues/mine/journal/1/why?position=1'))).code,
      'NOT_IN_JOURNAL',
    )
    assert.equal((await problemIn(ask('GET', '/venues/main/journal/1/why'))).code, 'NO_JOURNAL')
  })

  test('does not show a secret in its path, nor all of a long one', async () => {
    const { add, cancel, why } = await openHeld()
    await add('races', { match: { orderId: 'one' } })
    await cancel(`/orders/Bearer%20open-sesame${'x'.repeat(200)}`)
    const shown = JSON.stringify(await why())
    assert.doesNotMatch(shown, /sesame/)
    assert.match(shown, /redacted/)
    await cancel(`/orders/${'y'.repeat(200)}`)
    assert.doesNotMatch(JSON.stringify(await why()), /y{65}/)
  })

  test('keeps the 50 closest rules', async () => {
    const { add, place, why } = await openHeld()
    const at = 'after-commit'
    const action = { does: 'delay', ms: 0 }
    for (let nth = 0; nth < 30; nth++) {
      await add('faults', { at, action, match: { symbol: 'GBPUSD', orderId: 'x' } })
      await add('faults', { at, action, match: { symbol: 'GBPUSD' } })
    }
    await add('faults', { at, action })
    await place()

    const { rules, partial } = await why()
    assert.deepEqual([rules.length, partial], [50, true])
    const count = (result: string) => rules.filter((rule) => rule.result === result).length
    assert.deepEqual(['applied', 'nearly', 'no'].map(count), [1, 30, 19])
  })
})

describe('A message', () => {
  /** A venue with a connection, whose journal entry is 1. */
  async function openFollowed() {
    const opened = await openHeld()
    const { get, hosted } = opened
    await get('/events', { venue: 'mine' })
    const [entry] = hosted.journal?.after(0) ?? []
    assert.ok(entry)
    const request = subscriptionRequest(0)
    const record = new ConnectionRecord(request, hosted.time.clock, () => {})
    entry.connection = record
    hosted.stream.subscribe(createTestListener(), request, record)
    const whyMessage = (position: number) => opened.why(1, `?position=${position}`)
    return { ...opened, whyMessage }
  }

  test('shows which rule dropped it, and why others did not apply', async () => {
    const { ask, add, place, whyMessage } = await openFollowed()
    await place()
    await add('stream-faults', { match: { symbol: 'GBPUSD' }, action: { does: 'duplicate' } })
    await add('stream-faults', { action: { does: 'drop' }, times: 1 })
    await place()
    await place()

    assert.deepEqual(textsIn(await whyMessage(2)), [
      'stream-fault-1 nearly applied: it wants symbol GBPUSD, the order has EURUSD.',
      'stream-fault-2 applied: it dropped the message.',
    ])
    assert.deepEqual(
      (await whyMessage(3)).rules.map(({ result }) => result),
      ['nearly', 'nearly'],
    )
    assert.equal((await whyMessage(1)).state, 'no-rules')
    const { rules } = await bodyIn<MessageWhy>(ask('GET', '/venues/mine/journal/messages/2/why'))
    assert.deepEqual(rules, (await whyMessage(2)).rules)
    const none = await bodyIn<MessageWhy>(ask('GET', '/venues/mine/journal/messages/1/why'))
    assert.deepEqual([none.state, none.rules], ['not-tested', []])
  })

  test('that was read from the log, is not on the connection, or is no longer kept, says so', async () => {
    const { ask, add, place, hosted, whyMessage } = await openFollowed()
    await add('stream-faults', { match: { orderId: 'x' }, action: { does: 'drop' } })
    for (let nth = 0; nth < 1001; nth++) await place()
    assert.equal((await whyMessage(1)).state, 'dropped')
    assert.equal((await whyMessage(2)).state, 'tested')
    const [entry] = hosted.journal?.after(0) ?? []
    assert.ok(entry?.connection)
    entry.connection.historyTo = 2
    assert.match((await whyMessage(2)).text, /read this message from the log/)
    const missing = ask('GET', '/venues/mine/journal/1/why?position=1002')
    assert.equal((await problemIn(missing)).code, 'NOT_IN_JOURNAL')
  })
})
