import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, describe, it } from 'node:test'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Ticket } from '../../api/contract/orders.ts'
import { Secrets } from '../reports/evidence/secrets.ts'
import { Transcript } from '../reports/evidence/transcript.ts'
import { UntranslatableReply } from '../support/client.ts'
import { Trader } from '../support/trader.ts'
import { mainVenue } from '../support/venue-under-test.ts'

/** A server that sends prepared replies and messages, and records what it receives. */
class Broker {
  readonly requests: string[] = []
  readonly replies: [status: number, body: unknown][] = []
  readonly #server = createServer(async (request, response) => {
    await this.#record(request)
    const [status, body] = this.replies.shift() ?? [500, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  readonly #sockets = new WebSocketServer({ server: this.#server })
  /** The messages that it sends to a client that subscribes; if empty, it closes the connection. */
  messages: string[] = []

  async open(): Promise<string> {
    this.#sockets.on('connection', (socket, { url }) => this.#talk(socket, url))
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #record(request: IncomingMessage): Promise<void> {
    const { method, url } = request
    this.requests.push(`${method} ${url} ${await text(request)}`.trim())
  }

  #talk(socket: WebSocket, url: string | undefined): void {
    this.requests.push(`GET ${url}`)
    socket.on('message', (data) => {
      this.requests.push(data.toString())
      if (!data.toString().includes('subscribe')) return
      if (this.messages.length === 0) socket.close(1008)
      for (const message of this.messages) socket.send(message)
    })
  }
}

const open = {
  order_id: 7,
  instrument: 'EURUSD',
  side: 'buy',
  qty: '1000.00',
  state: 'open',
  created_at: 0,
}
const filled = { ...open, state: 'filled', filled_at: 2500 }

describe('A broker with envelopes', () => {
  const { BASE_URL, DIALECT } = process.env
  let broker: Broker
  let alice: Trader
  let transcript: Transcript
  const recorded = () => transcript.timeline({ ownOrderIds: new Set(), complaints: [] })

  before(async () => {
    broker = new Broker()
    process.env.BASE_URL = await broker.open()
    process.env.DIALECT = `${import.meta.dirname}/envelopes.json`
  })
  after(async () => {
    process.env.BASE_URL = BASE_URL ?? ''
    process.env.DIALECT = DIALECT ?? ''
    await broker.close()
  })
  beforeEach(() => {
    broker.requests.length = 0
    transcript = new Transcript(new Secrets({}))
    alice = new Trader('Alice', { venueUnderTest: mainVenue, description: undefined, transcript })
  })

  it('receives a ticket in its dialect, and its confirmation is translated', async () => {
    broker.replies.push([201, { data: { order: open } }])
    const ticket: Ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000, clientOrderId: 'a' }
    const order = await alice.hasPlaced(ticket)

    assert.deepEqual(broker.requests, [
      'POST /api/v1/orders {"order":{"instrument":"EURUSD","side":"buy","qty":"1000","client_ref":"a"}}',
    ])
    assert.deepEqual(order, {
      orderId: '7',
      orderStatus: 'PENDING',
      symbol: 'EURUSD',
      side: 'BUY',
      quantity: 1000,
      placedAt: '1970-01-01T00:00:00.000Z',
    })
    const { method, path, wire } = alice.reply
    assert.deepEqual(
      [method, path, new URL(wire.url).pathname],
      ['POST', '/orders', '/api/v1/orders'],
    )
    assert.equal(wire.text, JSON.stringify({ data: { order: open } }))
  })

  it('receives a lookup, a listing and a cancellation', async () => {
    broker.replies.push(
      [200, { data: { order: filled } }],
      [200, { data: { items: [{ order: filled }, { order: { ...open, order_id: 8 } }] } }],
      [202, { data: { order: { ...open, state: 'cancelled' } } }],
    )
    const { orderStatus } = await alice.sees('7')
    const orders = await alice.listed({ orderStatus: 'EXECUTED', symbol: 'EURUSD' })
    const { status, text: body } = await alice.cancel('7')

    assert.equal(orderStatus, 'EXECUTED')
    assert.deepEqual(
      orders.map((order) => [order.orderId, order.orderStatus]),
      [
        ['7', 'EXECUTED'],
        ['8', 'PENDING'],
      ],
    )
    assert.deepEqual([status, body], [204, ''])
    assert.deepEqual(broker.requests, [
      'GET /api/v1/orders/7',
      'GET /api/v1/orders?state=filled&instrument=EURUSD',
      'PUT /api/v1/orders/7/cancel',
    ])
  })

  it('may refuse with its own statuses', async () => {
    broker.replies.push([422, { errors: [] }], [400, { reason: 'filled' }], [404, {}])
    const statuses = [
      (await alice.submit('{"symbol":')).status,
      (await alice.cancel('7')).status,
      (await alice.cancel('8')).status,
    ]
    assert.deepEqual(statuses, [400, 409, 404])
    assert.equal(broker.requests[0], 'POST /api/v1/orders {"order":{"instrument":}')
  })

  it('causes a fault with a reply that cannot be translated', async () => {
    broker.replies.push([201, { data: { order: { ...open, state: 'parked' } } }])
    await assert.rejects(alice.hasPlaced(), (error: UntranslatableReply) => {
      const fault =
        /POST \/api\/v1\/orders .* → 201 .*\n {2}but the dialect .*envelopes\.json cannot translate it: \/fields\/orderStatus\/words: "parked" is not one of "open", "new", "filled", "cancelled" in/
      assert.ok(error instanceof UntranslatableReply)
      assert.match(error.message, fault)
      return true
    })
    assert.equal(recorded().requests.first[0]?.reply?.status, 201)
    assert.match(
      alice.complaints(new Set()).join(),
      /^Alice: POST \/api\/v1\/orders .*\n {2}but the dialect/,
    )
  })

  it('confirms a subscription, and every change is received', async () => {
    const frame = (...changes: object[]) => JSON.stringify({ payload: { changes } })
    broker.messages = [
      '{"op":"hello"}',
      '{"op":"subscribed","channel":"orders"}',
      'ping',
      frame(
        { event: 'order_opened', order: { id: 7 } },
        { event: 'order_opened', order: { id: 8 } },
      ),
      '{"op":"heartbeat"}',
      frame({ event: 'order_cancelled', order: { id: 7 } }),
      frame({ event: 'order_parked', order: { id: 9 } }),
    ]
    const listener = await alice.follow({ symbol: 'EURUSD' })
    await listener.receives(['PENDING', 'CANCELLED'], ['7'])
    listener.hasReceived(['PENDING'], ['8'])
    await alice.closeConnections()

    assert.deepEqual(broker.requests, [
      'GET /api/v1/stream?v=2&symbol=EURUSD',
      '{"op":"hello","client":"papertape"}',
      '{"op":"subscribe","channel":"orders"}',
    ])
    const { timeline } = recorded()
    const sent = timeline.flatMap((moment) => (moment.is === 'sent' ? moment.text : []))
    assert.deepEqual(sent, broker.requests.slice(1))
    const faults = listener.faults.filter((fault) => fault.includes('/stream/change'))
    assert.match(
      faults.join(),
      /Alice received .*order_parked.*\n {2}but the dialect .*envelopes\.json/,
    )
  })

  it('causes an error if it closes the connection instead of confirming', async () => {
    broker.messages = []
    await assert.rejects(alice.follow(), /No subscription after .*"subscribe".*closed with 1008/)
  })
})
