import { setImmediate } from 'node:timers/promises'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Order, Problem } from '../contract/orders.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { AdvanceDraft, Advanced, VenueState } from './control-contract.ts'
import type { OutcomeRule, OutcomeRuleDraft } from './outcome-rules.ts'
import type { TakeoverDraft } from './takeover.ts'

/** The outcome rules of a venue. */
export interface OutcomeControl {
  /** Adds a rule after all others. For each order, the first rule that matches and is due applies. */
  add(draft: OutcomeRuleDraft): Promise<OutcomeRule>
  list(): Promise<OutcomeRule[]>
  remove(id: string): Promise<void>
  clear(): Promise<void>
}

/**
 * Controls one venue. Each method runs an operation of the control API in this process. It rejects with
 * a ControlRefusal if the operation is refused.
 */
export interface VenueControl {
  readonly name: string
  /** The headers that address a request to this venue. */
  readonly headers: { readonly Venue: string }
  /** Reads the state of the venue, including its clock. */
  read(): Promise<VenueState>
  /**
   * Advances a held clock. Everything that falls due happens at its own instant. Resolves when that is
   * done, replies are sent, and every subscriber has received its messages. It waits at most one
   * second for clients that read slowly.
   */
  advance(how: AdvanceDraft): Promise<Advanced>
  /** Executes a PENDING order now. */
  execute(orderId: string): Promise<Order>
  /** Cancels a PENDING order as the venue does when it rejects an order. */
  cancel(orderId: string, how?: { readonly reason?: string }): Promise<Order>
  /** Keeps an order PENDING until it is released, executed or cancelled. */
  hold(orderId: string): Promise<Order>
  /** Schedules the execution in `afterMs` from now; by default after the order's execution delay. */
  release(orderId: string, how?: { readonly afterMs?: number }): Promise<Order>
  readonly outcomes: OutcomeControl
  /** Crashes the venue and rebuilds it from its log. Requests in flight get no reply. */
  restart(): Promise<VenueState>
  /**
   * Lets another node take the venue over: streams close, and commands are refused for `afterMs` on the
   * venue's clock, by default 0.
   */
  takeOver(how?: TakeoverDraft): Promise<VenueState>
  /** Starts the venue over with its initial options and an empty log. */
  reset(): Promise<VenueState>
}

/** Thrown when the control API refuses: `problem` has the code and the detail. */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Sends a request to the control API in this process: no connection, but the same validation. */
export type ControlRequest = <T>(method: string, path: string, body?: object) => Promise<T>

export const requestIn =
  (control: OpenAPIHono<ApiEnv>): ControlRequest =>
  async <T>(method: string, path: string, body?: object) => {
    // Yields, so that a polling loop cannot starve I/O.
    await setImmediate()
    const reply = await control.request(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    // `as T`: the caller names the type that the operation returns.
    if (reply.status === 204) return undefined as T
    const result = await reply.json()
    if (!reply.ok) throw new ControlRefusal(result as Problem)
    return result as T
  }

/** Returns the control of the venue with this name. */
export function controlOf(name: string, request: ControlRequest): VenueControl {
  const venue = `/venues/${name}`
  const rules = `${venue}/outcomes`
  const act = (orderId: string, action: string, how?: object) =>
    request<Order>('POST', `${venue}/orders/${encodeURIComponent(orderId)}/${action}`, how)
  return {
    name,
    headers: { Venue: name },
    read: () => request('GET', venue),
    advance: (how) => request('POST', `${venue}/clock/advance`, how),
    execute: (orderId) => act(orderId, 'execute'),
    cancel: (orderId, how) => act(orderId, 'cancel', how),
    hold: (orderId) => act(orderId, 'hold'),
    release: (orderId, how) => act(orderId, 'release', how),
    outcomes: {
      add: (draft) => request('POST', rules, draft),
      list: () => request('GET', rules),
      remove: (id) => request('DELETE', `${rules}/${encodeURIComponent(id)}`),
      clear: () => request('DELETE', rules),
    },
    takeOver: (how) => request('POST', `${venue}/takeover`, how),
    restart: () => request('POST', `${venue}/restart`),
    reset: () => request('POST', `${venue}/reset`),
  }
}
