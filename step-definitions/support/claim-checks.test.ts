import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import fc from 'fast-check'
import type { Order, ProblemCode } from '../../api/contract/orders.ts'
import type { StreamMessage } from '../../api/contract/stream.ts'
import {
  claimedFields,
  faultsOfMessage,
  faultsOfOrder,
  faultsOfRefusal,
  filtersFor,
  isRefusedAs,
  isUpToDateWith,
  largestPage,
  problemIn,
  reasonInWords,
  whereClaimed,
  withMessageType,
} from './claim-checks.ts'
import type { Reply } from './client.ts'
import { MessageSequence } from './message-sequence.ts'
import { allClaims, type Claim } from './profile.ts'
import { statusOf } from './refusal-statuses.ts'
import { claims } from './settings.ts'

/** What is judged of a target that claims these things beyond its core; others, in other tests, stay as they are. */
function claiming<T>(names: readonly Claim[], judged: () => T): T {
  const claimed = new Set<Claim>(['core', ...names])
  const { mock: told } = mock.method(claims, 'has', (claim: Claim) => claimed.has(claim))
  try {
    return judged()
  } finally {
    told.restore()
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

/** A message that fits neither what came before it nor how it came nor itself. */
const unfitting = { ...order, type: 'order', position: 7, previous: 6, occurredAt: 'never' }
const hear = (message: object, id?: string) =>
  faultsOfMessage(message as StreamMessage, {
    sequence: new MessageSequence(7),
    event: id === undefined ? undefined : { id, log: 'a-log' },
  })

describe('A check', () => {
  it('is made where the target claims what it is about, and nowhere else', () => {
    const check = mock.fn()
    claiming(['listing'], () => whereClaimed('paging', check))
    assert.equal(check.mock.callCount(), 0)
    claiming(['listing', 'paging'], () => whereClaimed('paging', check))
    assert.equal(check.mock.callCount(), 1)
  })
})

describe('A refusal', () => {
  it('is for its own reason, whatever the target claims', () => {
    fc.assert(
      fc.property(anyClaims, anyCode, (names, code) => {
        assert.ok(claiming(names, () => isRefusedAs(code, replyWith(statusOf[code]), { code })))
      }),
    )
  })

  it('is for no reason that another code names, nor with another status, where codes are claimed', () => {
    fc.assert(
      fc.property(anyCode, anyCode, anyStatus, (code, told, status) => {
        const isSo = (inStatus: number, byCode: ProblemCode) =>
          claiming(['problems'], () => isRefusedAs(code, replyWith(inStatus), { code: byCode }))
        assert.equal(isSo(statusOf[code], told), told === code)
        assert.equal(isSo(status, code), status === statusOf[code])
      }),
    )
  })

  it('is never a success, nor the fault of the other side, where they are not', () => {
    fc.assert(
      fc.property(anyCode, anyStatus, (code, status) => {
        const isSo = claiming([], () => isRefusedAs(code, replyWith(status), {}))
        if (isSo) assert.equal(Math.floor(status / 100), Math.floor(statusOf[code] / 100))
      }),
    )
  })

  it('of what cannot be understood is a 400, and of an unknown order that or a 404', () => {
    const accepted = (code: ProblemCode) =>
      [400, 404, 409, 422].filter((status) =>
        claiming([], () => isRefusedAs(code, replyWith(status), {})),
      )
    assert.deepEqual(accepted('INVALID_REQUEST'), [400])
    assert.deepEqual(accepted('ORDER_NOT_FOUND'), [400, 404])
    assert.deepEqual(accepted('ORDER_ALREADY_EXECUTED'), [400, 404, 409, 422])
  })

  it('that should have come is told in words, and by its code where codes are claimed', () => {
    const told = () => [reasonInWords('ORDER_NOT_FOUND'), reasonInWords('BODY_TOO_LARGE')]
    assert.deepEqual(claiming([], told), ['because there is no such order', 'with 413'])
    assert.deepEqual(claiming(['problems'], told), [
      'with 404 ORDER_NOT_FOUND, because there is no such order',
      'with 413 BODY_TOO_LARGE',
    ])
  })

  it('need not say a word where it is not claimed to', () => {
    const reply = replyWith(404, '<h1>Not found</h1>')
    assert.deepEqual(
      claiming([], () => [problemIn(reply), faultsOfRefusal(reply, {})]),
      [{}, []],
    )
    assert.throws(() => claiming(['problems'], () => problemIn(reply)), SyntaxError)
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

  it('says at least what is in the core, and no more where no more is claimed', () => {
    assert.deepEqual(fieldsFor([]), ['orderId', 'orderStatus', 'symbol', 'quantity'])
  })

  it('says more, and nothing less, the more is claimed', () => {
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

  it('says everything of the contract, and nothing beyond, where all is claimed', () => {
    assert.deepEqual(fieldsFor(allClaims), Object.keys(order))
  })

  it('has times that are judged where they are claimed', () => {
    const promised = { shortestMs: 1500, longestMs: 3000 }
    const faultsFor = (names: readonly Claim[]) =>
      claiming(names, () => faultsOfOrder(order, promised))
    assert.deepEqual(faultsFor(['positions', 'versions']), [])
    assert.deepEqual(faultsFor(['times']), ['it was executed 0 ms after it was placed'])
  })
})

describe('A listing', () => {
  it('is narrowed, and shown at once, as far as is claimed', () => {
    const asked = () => [filtersFor(['symbol', 'EURUSD']), filtersFor(['quantity', '5'])]
    assert.deepEqual(claiming([], asked), [{}, {}])
    assert.deepEqual(claiming(['listing'], asked), [{ symbol: 'EURUSD' }, {}])
    assert.deepEqual(claiming(['listing'], largestPage), {})
    assert.deepEqual(claiming(['paging'], largestPage), { limit: '1000' })
  })
})

describe('A message', () => {
  it('that says nothing but what became of an order is about it, where no positions are claimed', () => {
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

  it('is held against those before it, its own times and how it came, as far as is claimed', () => {
    const faultsFor = (names: readonly Claim[]) => claiming(names, () => hear(unfitting, '7'))
    assert.deepEqual([faultsFor([]), faultsFor(['times'])], [[], []])
    const ofPosition = [
      'its position is 7, and 7 came before',
      'it names 6 as the one before, and that was null',
    ]
    assert.deepEqual(faultsFor(['positions']), [
      ...ofPosition,
      'it came as event 7, and not as 7@a-log',
    ])
    assert.equal(faultsFor(['positions', 'times']).length, 4)
  })

  it('may come with no id of an event, and goes away with any', () => {
    claiming(['positions'], () => {
      const fitting = { ...unfitting, position: 8, previous: null }
      assert.deepEqual([hear(fitting), hear(fitting, '8@a-log')], [[], []])
      assert.deepEqual(hear({ type: 'going-away' }, '3'), [])
    })
  })

  it('shows that all was heard up to its own position, where positions are claimed', () => {
    const reply = { ...replyWith(200), headers: new Headers({ 'log-position': '7' }) }
    const heard = (names: readonly Claim[]) =>
      [6, 7, 8].map((position) => claiming(names, () => isUpToDateWith(reply, { position })))
    assert.deepEqual(heard(['positions']), [false, true, true])
    assert.deepEqual(heard([]), [false, false, false])
  })
})
