/** A platform without connections, and readers of its replies. */
import assert from 'node:assert/strict'
import { createVirtualClock, type DelayRange } from '../../../engine/index.ts'
import type { Order, Problem } from '../../contract/orders.ts'
import { createPlatform, type PlatformOptions } from '../../platform.ts'

type Reply = Response | Promise<Response>
type Headers = Record<string, string>

const none: DelayRange = { minMs: 0, maxMs: 0 }

export const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }

export type OpenOptions = Partial<
  Pick<PlatformOptions, 'latency' | 'corsOrigins' | 'outcomeHeaders' | 'time' | 'loaded'>
>

/** Opens a platform without latency. Its time is held. An internal error throws. */
export function openApp({ latency = none, ...options }: OpenOptions = {}) {
  const clock = createVirtualClock()
  const platform = createPlatform({
    time: { mode: 'held', clock },
    seed: 'a seed',
    latency,
    executionDelay: { minMs: 1500, maxMs: 3000 },
    onBug: (error) => {
      throw error
    },
    ...options,
  })
  const { app } = platform
  const { venue, stream } = platform.venues.main

  const get = (path: string, headers: Headers = {}) => app.request(path, { headers })

  const remove = (path: string, headers: Headers = {}) =>
    app.request(path, { method: 'DELETE', headers })

  /** Sends a body as a ticket. */
  const send = (body: string, headers: Headers = {}, path = '/orders') =>
    app.request(path, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'content-length': `${Buffer.byteLength(body)}`,
        ...headers,
      },
    })

  /** Sends `ticket` with the given changes. */
  const place = (changed: object = {}) => send(JSON.stringify({ ...ticket, ...changed }))

  /** Places `ticket` with the given changes. Returns the order. */
  const placed = async (changed: object = {}) => orderIn(place(changed))

  return { ...platform, venue, stream, clock, get, remove, send, place, placed }
}

/** The problem in a reply. */
export async function problemIn(reply: Reply): Promise<Problem> {
  const response = await reply
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  const problem = (await response.json()) as Problem
  assert.equal(problem.status, response.status)
  return problem
}

/** The code of the problem in a reply, and the pointers of its errors. */
export async function issuesIn(reply: Reply): Promise<string[]> {
  const { code, errors = [] } = await problemIn(reply)
  return [code, ...errors.map(({ pointer }) => pointer)]
}

/** The JSON in a reply that is not a problem. */
export async function bodyIn<T>(reply: Reply): Promise<T> {
  const response = await reply
  const text = await response.clone().text()
  assert.equal(response.headers.get('content-type'), 'application/json', text)
  return (await response.json()) as T
}

export const orderIn = (reply: Reply) => bodyIn<Order>(reply)

/** The path of the next page; undefined on the last one. */
export const nextPageOf = ({ headers }: Response) =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1]

/** Waits for one turn of the event loop. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A pending reply, and whether it has come. */
export function watch(reply: Reply) {
  const watched = {
    hasCome: false,
    answer: Promise.resolve(reply).finally(() => {
      watched.hasCome = true
    }),
  }
  return watched
}
