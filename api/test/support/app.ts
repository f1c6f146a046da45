/** What tests of the HTTP face share: a platform that is asked in process, at a time of their own. */
import assert from 'node:assert/strict'
import { createVirtualClock, type DelayRange } from '../../../engine/index.ts'
import type { Order, Problem } from '../../contract/orders.ts'
import { createPlatform, type PlatformOptions } from '../../platform.ts'

type Answer = Response | Promise<Response>
type Headers = Record<string, string>

const none: DelayRange = { minMs: 0, maxMs: 0 }

export const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }

export type OpenOptions = Partial<
  Pick<PlatformOptions, 'latency' | 'corsOrigins' | 'outcomeHeaders' | 'time'>
>

/** A platform at which nothing waits but what a test lets wait; a bug of ours fails the test. */
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

  /** Hands in a ticket as it is written. */
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

  /** Hands in a ticket, the usual one but for what is named. */
  const place = (changed: object = {}) => send(JSON.stringify({ ...ticket, ...changed }))

  /** The order that was made of such a ticket. */
  const placed = async (changed: object = {}) => orderIn(place(changed))

  return { ...platform, venue, stream, clock, get, remove, send, place, placed }
}

/** The problem that an answer is. */
export async function problemIn(answer: Answer): Promise<Problem> {
  const response = await answer
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  const problem = (await response.json()) as Problem
  assert.equal(problem.status, response.status)
  return problem
}

/** What an answer is not content with: the code, and where it points. */
export async function faultsIn(answer: Answer): Promise<string[]> {
  const { code, errors = [] } = await problemIn(answer)
  return [code, ...errors.map(({ pointer }) => pointer)]
}

/** What an answer that is no problem says. */
export async function bodyIn<T>(answer: Answer): Promise<T> {
  const response = await answer
  assert.equal(response.headers.get('content-type'), 'application/json', await said(response))
  return (await response.json()) as T
}

const said = (response: Response) => response.clone().text()

export const orderIn = (answer: Answer) => bodyIn<Order>(answer)

/** Where the next page is; undefined on the last one. */
export const nextPageOf = ({ headers }: Response) =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1]

/** Lets everything go on that waits for nothing but its turn. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** An answer that may take its time, and whether it has come. */
export function watch(answer: Answer) {
  const watched = {
    hasCome: false,
    answer: Promise.resolve(answer).finally(() => {
      watched.hasCome = true
    }),
  }
  return watched
}
