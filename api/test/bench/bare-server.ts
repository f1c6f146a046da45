/**
 * The baseline: Hono routes with the same schemas and replies of the same size but no venue behind
 * them, and a broadcast of given messages with plain `ws`.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { WebSocketServer } from 'ws'
import { Order, orderIdExample, PendingOrder, Ticket } from '../../contract/orders.ts'
import { ListOrdersQuery } from '../../contract/queries.ts'
import { answer, cpuMicros } from './child.ts'
import { now, turns } from './turns.ts'

const app = new OpenAPIHono()

const placed = {
  orderId: orderIdExample,
  orderStatus: 'PENDING',
  placedAt: '2026-11-22T09:30:00.437Z',
  version: 1,
} as const

const executed = {
  ...placed,
  orderStatus: 'EXECUTED',
  symbol: 'EURUSD',
  side: 'BUY',
  quantity: 1000,
  executedAt: '2026-11-22T09:30:02.518Z',
  version: 2,
} as const

const page = Array.from({ length: 100 }, () => ({ ...executed }))

const json = <S>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

app.openapi(
  createRoute({
    method: 'post',
    path: '/orders',
    request: { body: { required: true, ...json('A ticket.', Ticket) } },
    responses: { 201: json('An order.', PendingOrder) },
  }),
  (c) => c.json({ ...placed, ...c.req.valid('json') }, 201),
)

app.openapi(
  createRoute({
    method: 'get',
    path: '/orders/{orderId}',
    request: { params: z.object({ orderId: z.string() }) },
    responses: { 200: json('An order.', Order) },
  }),
  (c) => c.json({ ...executed, ...c.req.valid('param') }, 200, { ETag: '"2"' }),
)

app.openapi(
  createRoute({
    method: 'get',
    path: '/orders',
    request: { query: ListOrdersQuery },
    responses: { 200: json('A page of orders.', z.array(Order)) },
  }),
  (c) => c.json(page.slice(0, c.req.valid('query').limit), 200),
)

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
const sockets = new WebSocketServer({ server: server as Server, path: '/ws' })
if (!server.listening) await once(server, 'listening')

const operations = {
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  cpuMicros,
  /** Nothing follows a reply. */
  settled() {},
  /** Sends batches of messages to every client, one batch per turn. Returns when each was sent. */
  async broadcast({ batches, everyMs }: { batches: readonly string[][]; everyMs: number }) {
    const sentAt: number[] = []
    const frames = batches.map((batch) => batch.map((text) => Buffer.from(text)))
    const pace = { forMs: Number.POSITIVE_INFINITY, everyMs, atMost: frames.length }
    for await (const nth of turns(pace)) {
      const batch = frames[nth] ?? []
      for (const _ of batch) sentAt.push(now())
      for (const socket of sockets.clients) {
        for (const bytes of batch) socket.send(bytes, { binary: false })
      }
    }
    return sentAt
  },
}
export type Bare = typeof operations

answer(operations)
