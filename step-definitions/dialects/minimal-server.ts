/**
 * A minimal trading platform with a dialect of its own, minimal-server.json. It shares no code with
 * engine/ and api/. It shows that the specification works for other servers, and how little its
 * core needs.
 *
 *     PORT=8090 node step-definitions/dialects/minimal-server.ts
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'

export type Status = 'pending' | 'executed' | 'canceled'
export type Order = { id: string; stoks: string; quantity: number; status: Status }
export type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>]
const notAllowed: Answer = [405, { error: 'this method is not allowed' }]

const latency = range(process.env.LATENCY_MS || '100-1000')
const executionDelay = range(process.env.EXECUTION_DELAY_MS || '1500-3000')

function range(delays: string): () => number {
  const [shortest = 0, longest = shortest] = delays.split('-').map(Number)
  return () => shortest + Math.random() * (longest - shortest)
}

/** The servers in foreign-servers/ each change one thing about it. */
export class MinimalServer {
  protected readonly orders = new Map<string, Order>()
  protected readonly listeners = new Set<WebSocket>()

  /** Prints its address once it listens. */
  listen(port: number): void {
    const server = createServer((request, response) => void this.#respond(request, response))
    new WebSocketServer({ server, path: '/stream' }).on('connection', (one) => this.welcome(one))
    server.listen(port, '127.0.0.1', () => {
      process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
    })
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [status, body, headers] = await this.answer(request)
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))
  }

  protected async answer(request: IncomingMessage): Promise<Answer> {
    const { method, url = '' } = request
    const ticket = method === 'POST' ? await ticketIn(request) : undefined
    await pause(latency())
    if (url === '/orders') {
      if (method === 'POST') return this.#place(ticket)
      return method === 'GET' ? [200, { orders: this.listing() }] : notAllowed
    }
    const order = this.orders.get(url.replace('/orders/', ''))
    if (!order) return [404, { error: 'there is no such order' }]
    if (method === 'DELETE') return this.#cancel(order)
    return method === 'GET' ? [200, order] : notAllowed
  }

  #place(ticket: unknown): Answer {
    const { stoks, quantity } = (ticket ?? {}) as Partial<Order>
    if (typeof stoks !== 'string' || !this.trades(stoks)) {
      return [422, { error: 'stoks must be something that is traded here' }]
    }
    if (typeof quantity !== 'number' || !this.accepts(quantity)) {
      return [422, { error: 'quantity must be a number above 0' }]
    }
    const order: Order = { id: this.newId(), stoks, quantity, status: 'pending' }
    this.orders.set(order.id, order)
    this.change(order, 'pending')
    setTimeout(() => this.execute(order), executionDelay())
    return this.confirmation(order)
  }

  #cancel(order: Order): Answer {
    if (order.status !== 'pending') return [422, { error: `it is already ${order.status}` }]
    this.change(order, 'canceled')
    return [200, order]
  }

  protected newId(): string {
    return randomUUID()
  }

  protected trades(stoks: string): boolean {
    return stoks !== ''
  }

  protected accepts(quantity: number): boolean {
    return quantity > 0 && quantity < Number.POSITIVE_INFINITY
  }

  protected confirmation(order: Order): Answer {
    return [200, order]
  }

  protected listing(): object {
    return [...this.orders.values()]
  }

  protected execute(order: Order): void {
    if (order.status === 'pending') this.change(order, 'executed')
  }

  protected change(order: Order, status: Status): void {
    order.status = status
    const message = JSON.stringify({ event: 'order', id: order.id, status })
    for (const listener of this.listeners) listener.send(message)
  }

  /** Sends every change to a client from the time it subscribes. */
  protected welcome(listener: WebSocket): void {
    listener.send(JSON.stringify({ event: 'welcome' }))
    listener.on('message', (data) => {
      if (data.toString() !== 'subscribe') return
      this.listeners.add(listener)
      listener.send(JSON.stringify({ event: 'subscribed' }))
    })
    listener.on('close', () => this.listeners.delete(listener))
    listener.on('error', () => listener.terminate())
  }
}

async function ticketIn(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await text(request))
  } catch {
    return undefined
  }
}

if (import.meta.main) new MinimalServer().listen(Number(process.env.PORT ?? 8090))
