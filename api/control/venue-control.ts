import { setImmediate } from 'node:timers/promises'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Order, Problem } from '../contract/orders.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { AdvanceDraft, Advanced, VenueState } from './control-contract.ts'
import { ControlRefusal } from './control-refusal.ts'
import type { OutcomeRule, OutcomeRuleDraft } from './outcome-rules.ts'

/** The standing rules on what becomes of a venue's orders. */
export interface OutcomeControl {
  /** Puts a rule behind all others; of those that apply the first wins. */
  add(draft: OutcomeRuleDraft): Promise<OutcomeRule>
  list(): Promise<OutcomeRule[]>
  remove(id: string): Promise<void>
  clear(): Promise<void>
}

/**
 * One venue under control. Each method is an operation of the control API, with the same words,
 * carried out in this process; what that refuses rejects with a ControlRefusal.
 */
export interface VenueControl {
  readonly name: string
  /** What a request bears that means this venue. */
  readonly headers: { readonly Venue: string }
  /** The venue as it stands, with its clock. */
  read(): Promise<VenueState>
  /**
   * Moves the time of a held venue. Resolves when all that is due has happened, each thing at its own
   * time, replies are sent, and every listener has received its messages.
   */
  advance(how: AdvanceDraft): Promise<Advanced>
  /** Executes a pending order now. */
  execute(orderId: string): Promise<Order>
  /** Cancels a pending order as the venue: this is how a venue rejects an order. */
  cancel(orderId: string, how?: { readonly reason?: string }): Promise<Order>
  /** Keeps an order pending until it is released, executed or cancelled. */
  hold(orderId: string): Promise<Order>
  /** Has an order executed after so long, counted from now, or after its execution delay. */
  release(orderId: string, how?: { readonly afterMs?: number }): Promise<Order>
  readonly outcomes: OutcomeControl
  /** Crashes the venue: everything but its log is dropped and rebuilt from it. */
  restart(): Promise<VenueState>
  /** Begins the venue anew, with the same name, seed, delays and kind of clock, and nothing else. */
  reset(): Promise<VenueState>
}

/** Asks the control API in process: no connection, but the same checks and answers. */
export type ControlRequest = <T>(method: string, path: string, body?: object) => Promise<T>

/** Lets an app that is the control API be asked in process. */
export const requestIn =
  (control: OpenAPIHono<ApiEnv>): ControlRequest =>
  async <T>(method: string, path: string, body?: object) => {
    // Else who asks again and again, until something has come, would keep it from coming.
    await setImmediate()
    const reply = await control.request(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    if (reply.status === 204) return undefined as T
    const said = await reply.json()
    if (!reply.ok) throw new ControlRefusal(said as Problem)
    return said as T
  }

/** Takes control of a venue. */
export function controlOf(name: string, ask: ControlRequest): VenueControl {
  const venue = `/venues/${name}`
  const rules = `${venue}/outcomes`
  const play = (orderId: string, act: string, how?: object) =>
    ask<Order>('POST', `${venue}/orders/${encodeURIComponent(orderId)}/${act}`, how)
  return {
    name,
    headers: { Venue: name },
    read: () => ask('GET', venue),
    advance: (how) => ask('POST', `${venue}/clock/advance`, how),
    execute: (orderId) => play(orderId, 'execute'),
    cancel: (orderId, how) => play(orderId, 'cancel', how),
    hold: (orderId) => play(orderId, 'hold'),
    release: (orderId, how) => play(orderId, 'release', how),
    outcomes: {
      add: (draft) => ask('POST', rules, draft),
      list: () => ask('GET', rules),
      remove: (id) => ask('DELETE', `${rules}/${encodeURIComponent(id)}`),
      clear: () => ask('DELETE', rules),
    },
    restart: () => ask('POST', `${venue}/restart`),
    reset: () => ask('POST', `${venue}/reset`),
  }
}
