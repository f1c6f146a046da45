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

type Status = 'pending' | 'executed' | 'canceled'
type Order = { id: string; stoks: string; quantity: number; status: Status }
type Answer = readonly [status: number, body: object]
const notAllowed: Answer = [405, { error: 'this method is not allowed' }]

const latency = range(process.env.LATENCY_MS || '100-1000')
const executionDelay = range(process.env.EXECUTION_DELAY_MS || '1500-3000')

const orders = new Map<string, Order>()
const listeners = new Set<WebSocket>()

function range(delays: string): () => number {
  const [shortest = 0, longest = shortest] = delays.split('-').map(Number)
  return () => shortest + Math.random() * (longest - shortest)
}

function change(order: Order, status: Status): void {
  order.status = status
  const message = JSON.stringify({ event: 'order', id: order.id, status })
  for (const listener of listeners) listener.send(message)
}

function execute(order: Order): void {
  if (order.status === 'pending') change(order, 'executed')
}

function place(ticket: unknown): Answer {
  const { stoks, quantity } = (ticket ?? {}) as Partial<Order>
  if (typeof stoks !== 'string' || stoks === '')
    return [422, { error: 'stoks must be a non-empty string' }]
  if (typeof quantity !== 'number' || !(quantity > 0 && quantity < Number.POSITIVE_INFINITY)) {
    return [422, { error: 'quantity must be a number above 0' }]
  }
  const order: Order = { id: randomUUID(), stoks, quantity, status: 'pending' }
  orders.set(order.id, order)
  change(order, 'pending')
  setTimeout(execute, executionDelay(), order)
  return [200, order]
}

function cancel(order: Order): Answer {
  if (order.status !== 'pending') return [422, { error: `it is already ${order.status}` }]
  change(order, 'canceled')
  return [200, order]
}

async function ticketIn(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await text(request))
  } catch {
    return undefined
  }
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const { method, url = '' } = request
  const ticket = method === 'POST' ? await ticketIn(request) : undefined
  await pause(latency())
  if (url === '/orders') {
    if (method === 'POST') return place(ticket)
    return method === 'GET' ? [200, { orders: [...orders.values()] }] : notAllowed
  }
  const order = orders.get(url.replace('/orders/', ''))
  if (!order) return [404, { error: 'there is no such order' }]
  if (method === 'DELETE') return cancel(order)
  return method === 'GET' ? [200, order] : notAllowed
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [status, body] = await answer(request)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Sends every change to a client from the time it subscribes. */
function welcome(listener: WebSocket): void {
  listener.send(JSON.stringify({ event: 'welcome' }))
  listener.on('message', (data) => {
    if (data.toString() !== 'subscribe') return
    listeners.add(listener)
    listener.send(JSON.stringify({ event: 'subscribed' }))
  })
  listener.on('close', () => listeners.delete(listener))
  listener.on('error', () => listener.terminate())
}

const server = createServer((request, response) => void respond(request, response))
new WebSocketServer({ server, path: '/stream' }).on('connection', welcome)
server.listen(Number(process.env.PORT ?? 8090), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
