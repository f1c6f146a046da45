import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { createTestListener } from '../test/support/listener.ts'
import { positionsOf, subscriptionRequest } from '../test/support/stream.ts'
import type { Advanced } from './control-contract.ts'

/** A held venue without latency, with a subscriber. */
async function openHeld() {
  const opened = openControl()
  const name = 'mine'
  await opened.open({ name, seed: '42', latencyMs: 0, clock: { mode: 'held' } })
  const listen = () => {
    const listener = createTestListener()
    opened.venues.find(name)?.stream.subscribe(listener, subscriptionRequest(0))
    return listener
  }
  const path = `/venues/${name}/stream-faults`
  const addRule = (rule: object) => bodyIn<{ id: string }>(opened.post(path, rule))
  const place = () => opened.send(JSON.stringify(ticket), { venue: name })
  const advance = (how: object) =>
    bodyIn<Advanced>(opened.post(`/venues/${name}/clock/advance`, how))
  const setStream = (draft: object) => opened.ask('PUT', `/venues/${name}/stream`, draft)
  return { ...opened, name, path, addRule, place, advance, setStream, listen, alice: listen() }
}

describe('A stream fault', () => {
  test('affects matching messages, at most `times` times, and is listed', async () => {
    const { addRule, place, alice, ask, path } = await openHeld()
    const { id } = await addRule({
      match: { symbol: 'EURUSD', orderStatus: 'PENDING' },
      action: { does: 'drop' },
      times: 1,
    })
    await place()
    await place()

    assert.deepEqual(positionsOf(alice), [2])
    assert.deepEqual(await bodyIn(ask('GET', path)), [
      {
        id,
        match: { symbol: 'EURUSD', orderStatus: 'PENDING' },
        action: { does: 'drop' },
        times: 1,
        seen: 1,
        hits: 1,
      },
    ])
  })

  test('ends when it is removed, and with a reset', async () => {
    const { addRule, place, alice, ask, path, post, name } = await openHeld()
    const { id } = await addRule({ action: { does: 'drop' } })
    await place()
    assert.equal((await ask('DELETE', `${path}/${id}`)).status, 204)
    await place()
    assert.deepEqual(positionsOf(alice), [2])
    assert.deepEqual(await issuesIn(ask('DELETE', `${path}/${id}`)), ['RULE_NOT_FOUND'])

    await addRule({ action: { does: 'drop' } })
    assert.equal((await ask('DELETE', path)).status, 204)
    await addRule({ action: { does: 'drop' } })
    await post(`/venues/${name}/reset`)
    assert.deepEqual(await bodyIn(ask('GET', path)), [])
  })

  test('survives a crash, unlike the messages it delays', async () => {
    const { addRule, place, advance, listen, alice, post, name } = await openHeld()
    await addRule({ action: { does: 'stall', ms: 1000 } })
    await place()
    await post(`/venues/${name}/restart`)
    const bob = listen()
    await advance({ byMs: 1000 })
    await place()

    assert.deepEqual([alice, bob].map(positionsOf), [[], [1]])
    await advance({ byMs: 1000 })
    assert.deepEqual(positionsOf(bob), [1, 2])
  })

  test('is refused if it is inconsistent', async () => {
    const { post, path } = await openHeld()
    for (const [rule, pointer] of [
      [{}, '/action'],
      [{ action: { does: 'explode' } }, '/action/does'],
      [{ action: { does: 'drop', ms: 5 } }, '/action/ms'],
      [{ action: { does: 'delay' } }, '/action/ms'],
      [{ action: { does: 'stall', ms: -1 } }, '/action/ms'],
      ...[999, 1004, 1005, 1006, 1015, 2999, 5000, 1000.5].map(
        (code) => [{ action: { does: 'close', code } }, '/action/code'] as const,
      ),
      [{ action: { does: 'close', code: 4000, reason: 'é'.repeat(62) } }, '/action/reason'],
      [{ action: { does: 'drop' }, match: { orderStatus: 'DONE' } }, '/match/orderStatus'],
    ] as const) {
      const faults = await issuesIn(post(path, rule))
      assert.deepEqual(faults, ['INVALID_REQUEST', pointer], JSON.stringify(rule))
    }
    for (const code of [1000, 1003, 1007, 1014, 3000, 4999]) {
      const rule = { action: { does: 'close', code, reason: 'é'.repeat(61) } }
      assert.equal((await post(path, rule)).status, 201, `${code}`)
    }
  })
})

describe('A delayed stream', () => {
  test('is delayed from the setting until it is removed', async () => {
    const { setStream, place, advance, alice, ask, name } = await openHeld()
    const state = () => bodyIn(ask('GET', `/venues/${name}/stream`))
    assert.deepEqual(await state(), { delayMs: 0 })
    assert.equal((await setStream({ delayMs: { valuesMs: [100] } })).status, 200)
    assert.deepEqual(await state(), { delayMs: { valuesMs: [100] } })
    await place()
    await advance({ byMs: 99 })
    assert.deepEqual(positionsOf(alice), [])
    await advance({ byMs: 1 })
    assert.deepEqual(positionsOf(alice), [1])

    await setStream({ delayMs: 0 })
    await place()
    assert.deepEqual(positionsOf(alice), [1, 2])
    assert.deepEqual(await issuesIn(setStream({})), ['INVALID_REQUEST', '/delayMs'])
  })

  test('is not idle for an advance until it has sent its messages', async () => {
    const { setStream, place, advance, alice } = await openHeld()
    await setStream({ delayMs: 60_000 })
    await place()
    const { events, clock } = await advance({ untilIdle: true })

    assert.equal(events.length, 1)
    assert.deepEqual(positionsOf(alice), [1, 2])
    assert.equal(Date.parse(clock.now), Date.parse(events[0]?.occurredAt ?? '') + 60_000)
  })
})
