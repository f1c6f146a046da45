import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { lastInstant } from '../../engine/index.ts'
import type { OrderEvent } from '../contract/orders.ts'
import { bodyIn, issuesIn, problemIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { instantView } from '../views/instant-view.ts'
import type { Advanced, VenueState } from './control-contract.ts'
import { parseInstant } from './instant-contract.ts'

const firstInstant = Date.parse('0000-01-01T00:00:00Z')

/** An offset in minutes, in RFC 3339 notation. */
function offsetOf(minutes: number, sign = minutes < 0 ? '-' : '+'): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

describe('An instant', () => {
  const spelt = fc.record({
    instant: fc.integer({ min: firstInstant + 86_400_000, max: lastInstant - 86_400_000 }),
    offset: fc.integer({ min: -1439, max: 1439 }),
    digits: fc.stringMatching(/^\d{0,9}$/),
    hasSmallLetters: fc.boolean(),
  })

  test('is accepted in every spelling that RFC 3339 allows', () => {
    fc.assert(
      fc.property(spelt, ({ instant, offset, digits, hasSmallLetters }) => {
        const there = new Date(instant + offset * 60_000).toISOString()
        const text = `${there.slice(0, -1)}${digits}${offsetOf(offset)}`
        assert.equal(parseInstant(hasSmallLetters ? text.toLowerCase() : text), instant)
        assert.equal(parseInstant(instantView(instant).toLowerCase()), instant)
      }),
    )
  })

  for (const [text, utc] of [
    ['2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T00:00:00-00:00', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T01:30:00+01:30', '2026-01-01T00:00:00.000Z'],
    ['2025-12-31T16:00:00-08:00', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01t00:00:00.5z', '2026-01-01T00:00:00.500Z'],
    ['2026-01-01T00:00:00.123999999Z', '2026-01-01T00:00:00.123Z'],
    ['1969-12-31T23:59:59.9999Z', '1969-12-31T23:59:59.999Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2016-12-31T15:59:60.25-08:00', '2017-01-01T00:00:00.250Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.9999Z', '9999-12-31T23:59:59.999Z'],
  ] as const) {
    test(`is ${utc} if written ${text}`, () => {
      assert.equal(instantView(parseInstant(text)), utc)
    })
  }

  for (const text of [
    '2026-01-01',
    '2026-01-01T00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00+0000',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+01:60',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T00:00:00.Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '+002026-01-01T00:00:00Z',
    '9999-12-31T23:59:60Z',
    '9999-12-31T23:59:59-00:01',
    '0000-01-01T00:00:00+00:01',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '',
  ]) {
    test(`is refused if written ${JSON.stringify(text)}`, async () => {
      assert.equal(parseInstant(text), Number.NaN)
      const { post } = openControl()
      const draft = { clock: { mode: 'held', startsAt: text } }
      assert.deepEqual(await issuesIn(post('/venues', draft)), [
        'INVALID_REQUEST',
        '/clock/startsAt',
      ])
    })
  }

  test('is accepted with an offset in every field', async () => {
    const { open, post } = openControl()
    const startsAt = '2026-01-01T01:00:00+01:00'
    const { clock } = await open({ name: 'mine', clock: { mode: 'held', startsAt } })
    assert.equal(clock.now, '2026-01-01T00:00:00.000Z')

    const rule = { outcome: { does: 'hold' }, expiresAt: '2026-01-01T01:00:02+01:00' }
    const { expiresAt } = await bodyIn<{ expiresAt: string }>(post('/venues/mine/outcomes', rule))
    assert.equal(expiresAt, '2026-01-01T00:00:02.000Z')
    const advanced = await bodyIn<Advanced>(
      post('/venues/mine/clock/advance', { to: '2025-12-31t23:00:01-01:00' }),
    )
    assert.equal(advanced.clock.now, '2026-01-01T00:00:01.000Z')
  })
})

/** All instants in a reply, found by field name or by format. */
function instantsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') {
    const isInstant = /At$|^(?:at|now|since|until)$/.test(name) || /^.?\d+-\d\d-\d\dT/.test(value)
    return isInstant && !value.endsWith('-commit') ? [value] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => instantsIn(inner, key))
}

describe('The end of time', () => {
  const startsAt = '9999-12-31T23:59:58.000Z'
  const end = '9999-12-31T23:59:59.999Z'

  test('cannot be passed: an advance beyond it is refused and moves nothing', async () => {
    const { open, post, ask, placeIn } = openControl()
    await open({ name: 'mine', executionDelayMs: 1500, clock: { mode: 'held', startsAt } })
    await placeIn('mine')
    const advance = (how: object) => post('/venues/mine/clock/advance', how)

    const { code, detail, errors } = await problemIn(advance({ byMs: 2000 }))

    const message = `must not move the clock beyond ${end}`
    assert.deepEqual([code, detail], ['INVALID_REQUEST', `/byMs ${message}.`])
    assert.deepEqual(errors, [{ pointer: '/byMs', message }])
    const { clock, position } = await bodyIn<VenueState>(ask('GET', '/venues/mine'))
    assert.deepEqual(
      [clock.now, clock.nextDueAt, position],
      [startsAt, '9999-12-31T23:59:59.500Z', 1],
    )
    const moved = await bodyIn<Advanced>(advance({ byMs: 1999 }))
    assert.deepEqual([moved.clock.now, moved.position], [end, 2])
  })

  test('cannot be passed by concurrent advances', async () => {
    const { open, post, ask } = openControl()
    await open({ name: 'mine', clock: { mode: 'held', startsAt } })

    const answers = await Promise.all(
      [0, 1, 2].map(() => post('/venues/mine/clock/advance', { byMs: 800 })),
    )

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 400],
    )
    const { clock } = await bodyIn<VenueState>(ask('GET', '/venues/mine'))
    assert.equal(clock.now, '9999-12-31T23:59:59.600Z')
  })

  test('is when everything falls due that would be due later', async () => {
    const { open, post, placeIn, readIn } = openControl()
    const clock = { mode: 'held', startsAt }
    await open({ name: 'mine', latencyMs: 5000, executionDelayMs: 86_400_000, clock })
    const placing = placeIn('mine')

    const { clock: after, events } = await bodyIn<Advanced>(
      post('/venues/mine/clock/advance', { untilIdle: true }),
    )

    const [placed] = events as (OrderEvent & { type: 'OrderPlaced' })[]
    assert.ok(placed && 'executionDueAt' in placed)
    assert.deepEqual([placed.occurredAt, placed.executionDueAt], [end, end])
    assert.equal(after.now, end)
    const { orderId } = await placing
    const reading = readIn('mine', orderId)
    await post('/venues/mine/clock/advance', { untilIdle: true })
    assert.equal((await reading).orderStatus, 'EXECUTED')
  })

  test('is the latest instant in any reply', async () => {
    const { open, ask, post, get, send, bugs } = openControl()
    const instants: string[] = []

    async function collect(answer: Response | Promise<Response>): Promise<void> {
      const response = await answer
      assert.ok(response.status < 500, await response.clone().text())
      if (response.status !== 204) instants.push(...instantsIn(await response.json()))
    }

    const ms = fc.oneof(fc.nat(3000), fc.constant(0), fc.nat(86_400_000))
    const acts = fc.oneof(
      fc.constant({ path: '/orders', body: { symbol: 'EURUSD', side: 'BUY', quantity: 1 } }),
      fc.nat(3000).map((byMs) => ({ path: '/clock/advance', body: { byMs } })),
      fc.constant({ path: '/clock/advance', body: { untilIdle: true } }),
      ms.map((afterMs) => ({ path: '/outcomes', body: { outcome: { does: 'cancel', afterMs } } })),
      ms.map((delayMs) => ({ path: '/faults', body: slow('delay', delayMs) })),
      ms.map((delayMs) => ({ path: '/stream-faults', body: slow('stall', delayMs) })),
    )
    const life = fc.record({
      leftMs: fc.nat(5000),
      latencyMs: ms,
      executionDelayMs: ms,
      all: fc.array(acts, { maxLength: 12 }),
    })

    await fc.assert(
      fc.asyncProperty(life, async ({ leftMs, all, ...delays }) => {
        const clock = { mode: 'held', startsAt: instantView(lastInstant - leftMs) }
        const { name } = await open({ ...delays, clock })
        const at = (path: string) => `/venues/${name}${path}`
        const placements: Promise<void>[] = []
        for (const { path, body } of all) {
          if (path === '/orders')
            placements.push(collect(send(JSON.stringify(body), { venue: name })))
          else await collect(post(at(path), body))
          await collect(ask('GET', at('')))
        }
        await collect(post(at('/clock/advance'), { untilIdle: true }))
        await Promise.all(placements)
        for (const path of ['', '/clock', '/journal', '/recording', '/outcomes', '/faults']) {
          await collect(ask('GET', at(path)))
        }
        await collect(get('/log?from=0', { venue: name }))
        assert.equal((await bodyIn<VenueState>(ask('GET', at('')))).clock.nextDueAt, undefined)
        await ask('DELETE', at(''))
      }),
      { numRuns: 50 },
    )

    assert.deepEqual(bugs, [])
    assert.ok(instants.length > 1000, `only ${instants.length} instants`)
    for (const instant of instants) assert.match(instant, /^9999-12-31T23:59:5\d\.\d{3}Z$/)
  })
})

/** A fault with a duration, of a request or of the stream. */
const slow = (does: 'delay' | 'stall', ms: number) =>
  does === 'delay' ? { at: 'after-commit', fault: { does, ms } } : { fault: { does, ms } }
