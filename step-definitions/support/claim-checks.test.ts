import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import fc from 'fast-check'
import type { Order, ProblemCode } from '../../api/contract/orders.ts'
import type { StreamMessage } from '../../api/contract/stream.ts'
import {
  claimedFields,
  differences,
  faultsOfMessage,
  faultsOfOrder,
  faultsOfRefusal,
  filtersFor,
  isRefusedAs,
  isUpToDateWith,
  largestPage,
  problemIn,
  reasonInWords,
  showsNothing,
  whereClaimed,
  withMessageType,
} from './claim-checks.ts'
import type { Reply } from './client.ts'
import { MessageSequence } from './message-sequence.ts'
import { allClaims, type Claim } from './profile.ts'
import { statusOf } from './refusal-statuses.ts'
import { claims } from './settings.ts'

/** Runs a function for a target with these claims and the core. */
function claiming<T>(names: readonly Claim[], run: () => T): T {
  const claimed = new Set<Claim>(['core', ...names])
  const { mock: has } = mock.method(claims, 'has', (claim: Claim) => claimed.has(claim))
  try {
    return run()
  } finally {
    has.restore()
  }
}

const anyClaims = fc.subarray([...allClaims])
const codes = Object.keys(statusOf) as ProblemCode[]
const anyCode = fc.constantFrom(...codes)
const anyStatus = fc.integer({ min: 100, max: 599 })

const replyWith = (status: number, text = '') => {
  const wire = { method: 'GET', url: 'http://target/orders', status, text }
  return { path: '/orders', status, text, wire } as Reply
}

const order = {
  orderId: '1',
  orderStatus: 'EXECUTED',
  symbol: 'EURUSD',
  side: 'BUY',
  quantity: 1000,
  clientOrderId: 'mine',
  placedAt: '2026-11-22T09:30:00.000Z',
  executedAt: '2026-11-22T09:30:00.000Z',
  version: 2,
} as Order

/** A message that contradicts those before it, its event id and itself. */
const contradictory = { ...order, type: 'order', position: 7, previous: 6, occurredAt: 'never' }
const issuesIn = (message: object, id?: string) =>
  faultsOfMessage(message as StreamMessage, {
    sequence: new MessageSequence(7),
    event: id === undefined ? undefined : { id, log: 'a-log' },
  })

describe('A check', () => {
  it('runs only if the target makes the claim', () => {
    const check = mock.fn()
    claiming(['listing'], () => whereClaimed('paging', check))
    assert.equal(check.mock.callCount(), 0)
    claiming(['listing', 'paging'], () => whereClaimed('paging', check))
    assert.equal(check.mock.callCount(), 1)
  })
})

describe('A refusal', () => {
  it('matches its own code, whatever the target claims', () => {
    fc.assert(
      fc.property(anyClaims, anyCode, (names, code) => {
        assert.ok(claiming(names, () => isRefusedAs(code, replyWith(statusOf[code]), { code })))
      }),
    )
  })

  it('matches no other code or status if problems are claimed', () => {
    fc.assert(
      fc.property(anyCode, anyCode, anyStatus, (code, other, status) => {
        const isSo = (inStatus: number, byCode: ProblemCode) =>
          claiming(['problems'], () => isRefusedAs(code, replyWith(inStatus), { code: byCode }))
        assert.equal(isSo(statusOf[code], other), other === code)
        assert.equal(isSo(status, code), status === statusOf[code])
      }),
    )
  })

  it('has a status of the same class if problems are not claimed', () => {
    fc.assert(
      fc.property(anyCode, anyStatus, (code, status) => {
        const isSo = claiming([], () => isRefusedAs(code, replyWith(status), {}))
        if (isSo) assert.equal(Math.floor(status / 100), Math.floor(statusOf[code] / 100))
      }),
    )
  })

  it('of an invalid request is a 400, and of an unknown order a 400 or 404', () => {
    const accepted = (code: ProblemCode) =>
      [400, 404, 409, 422].filter((status) =>
        claiming([], () => isRefusedAs(code, replyWith(status), {})),
      )
    assert.deepEqual(accepted('INVALID_REQUEST'), [400])
    assert.deepEqual(accepted('ORDER_NOT_FOUND'), [400, 404])
    assert.deepEqual(accepted('ORDER_ALREADY_EXECUTED'), [400, 404, 409, 422])
  })

  it('is expected in words, and by its code if problems are claimed', () => {
    const expected = () => [reasonInWords('ORDER_NOT_FOUND'), reasonInWords('BODY_TOO_LARGE')]
    assert.deepEqual(claiming([], expected), ['because there is no such order', 'with 413'])
    assert.deepEqual(claiming(['problems'], expected), [
      'with 404 ORDER_NOT_FOUND, because there is no such order',
      'with 413 BODY_TOO_LARGE',
    ])
  })

  it('may have any body if problems are not claimed', () => {
    const reply = replyWith(404, '<h1>Not found</h1>')
    assert.deepEqual(
      claiming([], () => [problemIn(reply), faultsOfRefusal(reply, {})]),
      [{}, []],
    )
    assert.throws(() => claiming(['problems'], () => problemIn(reply)), /should be JSON/)
    assert.notDeepEqual(
      claiming(['problems'], () => faultsOfRefusal(reply, {})),
      [],
    )
  })
})

describe('An order', () => {
  const coloured: object = { ...order, colour: 'blue' }
  const fieldsFor = (names: readonly Claim[]) =>
    Object.keys(claiming(names, () => claimedFields(coloured)))

  it('has only the fields of the core if nothing else is claimed', () => {
    assert.deepEqual(fieldsFor([]), ['orderId', 'orderStatus', 'symbol', 'side', 'quantity'])
  })

  it('loses no field when more is claimed', () => {
    fc.assert(
      fc.property(anyClaims, anyClaims, (some, more) => {
        const [fewer, all] = [fieldsFor(some), fieldsFor([...some, ...more])]
        assert.deepEqual(
          all.filter((name) => fewer.includes(name)),
          fewer,
        )
      }),
    )
  })

  it('has all fields of the contract, and no others, if everything is claimed', () => {
    assert.deepEqual(fieldsFor(allClaims), Object.keys(order))
  })

  it('differs in the fields that both show, and in an absent one if tickets are claimed', () => {
    const shown = { ...order, quantity: 5 } as Order
    const bare = { orderId: '1', orderStatus: 'EXECUTED' } as Order
    const found = (names: readonly Claim[], seen: Order) =>
      claiming(names, () => differences(seen, order))
    assert.deepEqual(found([], order), [])
    assert.deepEqual(found([], shown), ['its quantity is 5, not 1000'])
    assert.deepEqual([found([], bare), claiming([], () => showsNothing(bare))], [[], true])
    assert.deepEqual(found(['tickets'], bare), [
      'its symbol is absent, not "EURUSD"',
      'its side is absent, not "BUY"',
      'its quantity is absent, not 1000',
    ])
    assert.equal(
      claiming(['tickets'], () => showsNothing(bare)),
      false,
    )
    assert.deepEqual(found([], { ...bare, orderStatus: 'PENDING' } as Order), [
      'its orderStatus is "PENDING", not "EXECUTED"',
    ])
  })

  it('has its times checked only if times are claimed', () => {
    const promised = { shortestMs: 1500, longestMs: 3000 }
    const faultsFor = (names: readonly Claim[]) =>
      claiming(names, () => faultsOfOrder(order, promised))
    assert.deepEqual(faultsFor(['positions', 'versions']), [])
    assert.deepEqual(faultsFor(['times']), [
      'it was executed 0 ms after it was placed, not 1400 to 4000 ms',
    ])
  })
})

describe('A listing', () => {
  it('is filtered and paged as far as that is claimed', () => {
    const filters = () => [filtersFor(['clientOrderId', 'a']), filtersFor(['quantity', 5])]
    assert.deepEqual(claiming([], filters), [{}, {}])
    assert.deepEqual(claiming(['listing'], filters), [{ clientOrderId: 'a' }, {}])
    assert.deepEqual(claiming(['listing'], largestPage), {})
    assert.deepEqual(claiming(['paging'], largestPage), { limit: '1000' })
  })
})

describe('A message', () => {
  it('without a type is about an order, unless positions are claimed', () => {
    const bare = { orderId: '1', orderStatus: 'PENDING' } as unknown as StreamMessage
    const typed = { type: 'heartbeat', position: 7 } as unknown as StreamMessage
    assert.deepEqual(
      claiming([], () => withMessageType(bare)),
      { ...bare, type: 'order' },
    )
    assert.equal(
      claiming([], () => withMessageType(typed)),
      typed,
    )
    assert.equal(
      claiming(['positions'], () => withMessageType(bare)),
      bare,
    )
  })

  it('is checked against those before it, its times and its event id, as far as that is claimed', () => {
    const faultsFor = (names: readonly Claim[]) =>
      claiming(names, () => issuesIn(contradictory, '7'))
    assert.deepEqual([faultsFor([]), faultsFor(['times'])], [[], []])
    const ofPosition = [
      'its position 7 does not follow position 7',
      'its previous position is 6, not null',
    ]
    assert.deepEqual(faultsFor(['positions']), [...ofPosition, 'its event id is 7, not 7@a-log'])
    assert.equal(faultsFor(['positions', 'times']).length, 4)
  })

  it('need not have an event id, and going-away may have any', () => {
    claiming(['positions'], () => {
      const fitting = { ...contradictory, position: 8, previous: null }
      assert.deepEqual([issuesIn(fitting), issuesIn(fitting, '8@a-log')], [[], []])
      assert.deepEqual(issuesIn({ type: 'going-away' }, '3'), [])
    })
  })

  it('shows that a listener is up to date if positions are claimed', () => {
    const reply = { ...replyWith(200), headers: new Headers({ 'log-position': '7' }) }
    const upToDate = (names: readonly Claim[]) =>
      [6, 7, 8].map((position) => claiming(names, () => isUpToDateWith(reply, { position })))
    assert.deepEqual(upToDate(['positions']), [false, true, true])
    assert.deepEqual(upToDate([]), [false, false, false])
  })
})
