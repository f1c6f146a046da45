import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Order } from '../../api/contract/orders.ts'
import { Transcript } from '../reports/evidence/transcript.ts'
import { rawTicket } from './tickets.ts'
import { areConfirmed, Trader } from './trader.ts'
import { mainVenue } from './venue-under-test.ts'

/** The orders of a crowded venue, the newest first: others have placed most of them. */
let orders: Partial<Order>[] = []
/** The bodies of the next confirmations. */
let confirmations: object[] = []

const pageLength = 3

const venue = createServer((request, response) => {
  if (request.method === 'DELETE') {
    response.writeHead(request.url === '/orders/executed' ? 409 : 204).end()
    return
  }
  if (request.method === 'POST') {
    const body = confirmations.shift()
    response.writeHead(body ? 201 : 400).end(JSON.stringify(body ?? { error: 'no such symbol' }))
    return
  }
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://venue')
  const found = orders.find(({ orderId }) => pathname === `/orders/${orderId}`)
  if (found) {
    response.writeHead(200).end(JSON.stringify(found))
    return
  }
  const after = Number(searchParams.get('after'))
  const end = after + pageLength
  const next = end < orders.length ? { link: `</orders?after=${end}>; rel="next"` } : {}
  response.writeHead(200, next).end(JSON.stringify(orders.slice(after, end)))
})

const { BASE_URL, PROFILE, DIALECT } = process.env
describe('A trader', () => {
  before(async () => {
    await once(venue.listen(0, '127.0.0.1'), 'listening')
    process.env.BASE_URL = `http://127.0.0.1:${(venue.address() as AddressInfo).port}`
    process.env.PROFILE = 'core'
    process.env.DIALECT = ''
  })
  after(() => {
    venue.close()
    process.env.BASE_URL = BASE_URL ?? ''
    process.env.PROFILE = PROFILE ?? ''
    process.env.DIALECT = DIALECT ?? ''
  })

  const orderNamed = (orderId: string, others: Partial<Order> = {}) =>
    ({ orderId, orderStatus: 'PENDING', quantity: 1000, ...others }) as Order

  const newTrader = () =>
    new Trader('Alice', {
      venueUnderTest: mainVenue,
      description: undefined,
      transcript: new Transcript(),
    })

  let alice: Trader
  beforeEach(() => {
    alice = newTrader()
  })

  describe('A listing in a crowded venue', () => {
    it('is read until it has shown every order that is sought', async () => {
      orders = Array.from({ length: 100 }, (_, nth) => orderNamed(`${nth}`))
      await alice.listUntilSeen(['1', '7'])
      assert.equal(alice.pages.length, 3)
      await alice.listUntilSeen([])
      assert.equal(alice.pages.length, 1)
    })

    it('is read to its end, or 20 pages, for an order that it does not show', async () => {
      orders = Array.from({ length: 10 }, (_, nth) => orderNamed(`${nth}`))
      await alice.listUntilSeen(['lost'])
      assert.equal(alice.pages.flat().length, 10)
      orders = Array.from({ length: 1000 }, (_, nth) => orderNamed(`${nth}`))
      await alice.listUntilSeen(['lost'])
      assert.equal(alice.pages.length, 20)
    })

    it('shows the order of a refused ticket, if there is one, among those since an earlier order', async () => {
      const ticket = rawTicket('quantity', '-1000')
      const crowd = Array.from({ length: 5 }, (_, nth) => orderNamed(`${nth}`))
      const earlier = orderNamed('mine')
      orders = [...crowd, earlier, orderNamed('older'), orderNamed('much older'), ...crowd]
      assert.deepEqual(await alice.ordersFor(ticket, earlier), [])
      const made = orderNamed('made', { quantity: -1000 })
      orders = [...crowd, made, earlier]
      assert.deepEqual(await alice.ordersFor(ticket, earlier), [made])
    })
  })

  describe('Orders placed at the same moment', () => {
    const place = (...bodies: object[]) => {
      confirmations = bodies
      return alice.together([alice.place(), alice.place()])
    }

    it('are confirmed if each is PENDING under an id of its own', async () => {
      await place(orderNamed('1'), orderNamed('2'))
      areConfirmed(alice, 2)
    })

    const should = "each of Alice's 2 tickets should be confirmed as a PENDING order"
    const faulty: [bodies: object[], message: RegExp][] = [
      [[orderNamed('1')], /, but: POST \/orders .* → 400 .* \{"error":"no such symbol"\}$/],
      [[orderNamed('1'), orderNamed('1')], / of its own, but 1 of them repeat the id of another$/],
      [
        [orderNamed('1'), orderNamed('2', { orderStatus: 'CANCELLED' } as Partial<Order>)],
        /, but order 2 is CANCELLED$/,
      ],
    ]
    for (const [bodies, message] of faulty) {
      it(`are named if one is not: ${message.source}`, async () => {
        await place(...bodies)
        assert.throws(
          () => areConfirmed(alice, 2),
          (error: Error) => error.message.startsWith(should) && message.test(error.message),
        )
      })
    }
  })

  it('forgets the orders whose cancellation came too late, and no other', async () => {
    orders = [orderNamed('executed', { orderStatus: 'EXECUTED' } as Partial<Order>)]
    const sameAgain = Array.from({ length: 10 }, () => orderNamed('cancelled'))
    confirmations = [orderNamed('earlier'), orderNamed('executed'), ...sameAgain]
    await alice.hasPlaced()
    const { orderId } = await alice.cancelInTime()
    assert.equal(orderId, 'cancelled')
    assert.deepEqual(alice.orderIds, ['earlier', 'cancelled'])
  })

  describe('A confirmation without a symbol, a side or a quantity', () => {
    it('is completed by looking the order up', async () => {
      const seen = orderNamed('1', { symbol: 'A', side: 'BUY' })
      orders = [seen]
      const inFull = await alice.inFull({ orderId: '1', orderStatus: 'PENDING' } as Order)
      assert.deepEqual(inFull, seen)
      assert.equal(alice.replies.length, 1)
      assert.equal(await alice.inFull(seen), seen)
      assert.equal(alice.replies.length, 1)
    })
  })
})
