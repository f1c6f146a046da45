import type { Order } from '../../api/contract/orders.ts'
import { NoAnswer, type Reply, send, UntranslatableReply } from '../support/client.ts'
import type { Sent } from '../support/http.ts'
import { jsonIfAny, whyNoId } from '../support/reply-body.ts'
import type { Request } from '../support/request.ts'
import { latency, target } from '../support/settings.ts'
import { usualTicket } from '../support/tickets.ts'
import { pathOf } from '../support/trader.ts'

/** A part of a dialect: an endpoint. */
type Endpoint = 'place' | 'find' | 'list'

const maxShown = 200

/**
 * Places an order, reads it and lists the orders, before the first scenario. Resolves with these
 * requests. If the target does not answer as an order server, it rejects with what was sent, what
 * came back, and what to do.
 */
export async function preflight(): Promise<Readonly<Record<Endpoint, Request>>> {
  const place = {
    method: 'POST',
    path: '/orders',
    body: JSON.stringify(usualTicket),
    contentType: 'application/json',
  }
  const { orderId } = await answered('place', place)
  const find = { method: 'GET', path: pathOf(orderId) }
  await answered('find', find)
  const list = { method: 'GET', path: '/orders' }
  await answered('list', list, orderId)
  return { place, find, list }
}

/**
 * Sends a request that must succeed; returns the order in the reply. `placed` is the id of an order
 * that a listing shows.
 */
async function answered(endpoint: Endpoint, request: Request, placed = ''): Promise<Order> {
  const unusable = (reply: Reply, cause?: unknown) =>
    failure(reply.wire, received(reply, cause), adviceFor(endpoint, reply, placed))
  const reply = await send(request).catch((error) => {
    if (error instanceof NoAnswer) throw noAnswer(error)
    if (error instanceof UntranslatableReply) throw unusable(error.reply, error.cause)
    throw error
  })
  const body = jsonIfAny<Json | null>(reply)
  const isUsable =
    reply.status === (endpoint === 'place' ? 201 : 200) &&
    (endpoint === 'list' ? Array.isArray(body) : typeof body?.orderId === 'string')
  if (!isUsable) throw unusable(reply)
  const noId = endpoint === 'place' && whyNoId(body?.orderId)
  if (noId) throw failure(reply.wire, received(reply), `give the order another id: it ${noId}`)
  return body as unknown as Order
}

type Json = { readonly [key: string]: unknown }

const noAnswer = ({ sent, message, cause }: NoAnswer) =>
  failure(
    sent,
    message.replace(/^[^:]*: /, ''),
    (cause as Error | undefined)?.name === 'AbortError'
      ? `set LATENCY_MS, which is ${latency.shortestMs}-${latency.longestMs}, if it is that slow`
      : 'see the log of the server, or set BASE_URL to another one',
  )

function received({ wire: { status, replyHeaders, text } }: Reply, cause?: unknown): string {
  const location = replyHeaders.get('location')
  const parts = [
    `${status}`,
    location !== null && `Location: ${location}`,
    text.slice(0, maxShown) || '(no body)',
    cause instanceof Error && `(${cause.message})`,
  ]
  return parts.filter(Boolean).join(' ')
}

const failure = ({ method, url, body = '' }: Sent, received: string, advice: string) =>
  new Error(
    [
      `${target().origin} does not answer as an order server:`,
      `  sent      ${onOneLine(`${method} ${url} ${body}`)}`,
      `  received  ${onOneLine(received)}`,
      `  to do     ${onOneLine(advice)}`,
    ].join('\n'),
  )

/** A server chooses how long an id or a `Location` is. */
const maxLine = 500

function onOneLine(text: string): string {
  const line = text
    .slice(0, 2 * maxLine)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length > maxLine ? `${line.slice(0, maxLine)} …` : line
}

const needed = {
  place: 'POST /orders',
  find: 'GET /orders/{orderId}',
  list: 'GET /orders',
} as const

/** What to write in a dialect, or to do otherwise. */
function adviceFor(endpoint: Endpoint, reply: Reply, placed: string): string {
  const { status, method, replyHeaders } = reply.wire
  if (status >= 300 && status < 400) return adviceOnRedirect(endpoint, replyHeaders.get('location'))
  const request = `{ "request": "${method} ${needed[endpoint].replace(/.* \/orders/, '/api/orders')}" }`
  const another = `if its orders are elsewhere, ${inDialect(`"${endpoint}": ${request}`)}`
  if ([404, 405, 501].includes(status)) return `${another}; otherwise this is no order server`
  if (status === 401 || status === 403) return 'let it accept requests without credentials'
  if (status >= 500) return 'the server failed: see its log'
  if (status >= 400) {
    const others = 'or "symbols": ["BTC/USD"] if it trades other symbols'
    return `if its fields have other names, ${inDialect('"fields": { "symbol": "ticker" }')}, ${others}`
  }
  return adviceOnSuccess(endpoint, reply, placed) ?? `${another}; otherwise this is no order server`
}

function adviceOnRedirect(endpoint: Endpoint, location: string | null): string {
  const to = URL.parse(location ?? '', target().href)
  if (!to || location === null) return 'this is no order server'
  if (to.origin !== target().origin) return `set BASE_URL=${to.origin} if that is the server`
  const [method] = needed[endpoint].split(' ')
  return `no redirect is followed: ${inDialect(`"${endpoint}": { "request": "${method} ${to.pathname}" }`)}`
}

/** Advice on a success that the contract does not have; undefined if the body says nothing. */
function adviceOnSuccess(endpoint: Endpoint, reply: Reply, placed: string): string | undefined {
  const body = jsonIfAny<Json>(reply)
  if (!(body instanceof Object)) return undefined
  const { status } = reply.wire
  if (status === reply.status && status !== (endpoint === 'place' ? 201 : 200)) {
    return inDialect(`"${endpoint}": { "success": [${status}] }`)
  }
  if (endpoint === 'list') return adviceOnList(body, placed)
  const id = nameIn(body, (name) => /id$/i.test(name))
  if (id !== undefined) return inDialect(`"fields": { "orderId": ${spellingOf(id, body[id])} }`)
  const order = nameIn(body, (_, value) => typeof value === 'object')
  return order && inDialect(`"${endpoint}": { "order": "/${order}" }`)
}

/** A listing may be an object whose keys are the ids. */
function adviceOnList(body: Json, placed: string): string | undefined {
  const isById = (value: unknown) => value instanceof Object && Object.hasOwn(value, placed)
  if (isById(body)) return inDialect('"list": { "byId": true }')
  const byId = nameIn(body, (_, value) => isById(value))
  if (byId) return inDialect(`"list": { "orders": "/${byId}", "byId": true }`)
  const list = nameIn(body, (_, value) => Array.isArray(value))
  return list && inDialect(`"list": { "orders": "/${list}" }`)
}

const nameIn = (body: Json, has: (name: string, value: unknown) => boolean) =>
  Object.entries(body).find(([name, value]) => has(name, value))?.[0]

const spellingOf = (name: string, id: unknown) =>
  typeof id === 'number' ? `{ "name": "${name}", "as": "number" }` : `"${name}"`

const inDialect = (part: string) =>
  `write ${part} in a dialect (step-definitions/dialects/README.md)`
