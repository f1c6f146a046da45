/** A trading client that never guesses: each method says what happened, or that it is unknown. */
import { nanoid } from 'nanoid'
import type { Health, Order, OrderStatus, PendingOrder, Ticket } from '../api/contract/orders.ts'
import { type Collector, createCollector } from './collector.ts'
import { type FollowOptions, follow, type StartPoint } from './follow.ts'
import type { WaitOptions } from './news.ts'
import { Refusal } from './refusal.ts'
import type { RepeatOptions } from './repeat.ts'
import { type Address, createSender } from './sender.ts'
import type { FollowedMessage } from './sequence.ts'

export type { Collector } from './collector.ts'
export type { FollowOptions, StartPoint, StreamFilter } from './follow.ts'
export type { WaitOptions } from './news.ts'
export { OutcomeUnknown, Refusal } from './refusal.ts'
export type { RepeatOptions } from './repeat.ts'
export type { FollowedMessage } from './sequence.ts'

export interface ClientOptions extends Address {
  /** How long each method repeats a request that gets no decision, in milliseconds. Default 10,000. */
  readonly withinMs?: number
}

export interface CommandOptions extends RepeatOptions {
  /** The Idempotency-Key. Give one to repeat a command in a later call or process. Default: a new one. */
  readonly key?: string
}

export interface CancelOptions extends CommandOptions {
  /** Cancels the order only if it has this version. */
  readonly version?: number
}

/**
 * What a cancel did. `accepted`: it cancelled the order. `too-late`: the order was executed before.
 * `already-cancelled`: another request or the venue cancelled it before.
 */
export type CancelResult = 'accepted' | 'too-late' | 'already-cancelled'

export interface OrderFilter {
  readonly orderStatus?: OrderStatus
  readonly symbol?: string
  readonly clientOrderId?: string
  /** The orders per page. */
  readonly limit?: number
  /** As of this position of the log. */
  readonly at?: number
}

export interface Page {
  readonly orders: readonly Order[]
  /** Pass it to `list` for the next page. Undefined on the last one. */
  readonly next: string | undefined
}

export interface FollowFrom extends FollowOptions, Partial<StartPoint> {}

export type Client = ReturnType<typeof createClient>

/**
 * Creates a client of a venue. Its methods throw a Refusal if the venue says no. Commands throw OutcomeUnknown if
 * no reply says what happened. Reads include everything that this client has written.
 */
export function createClient({ url, venue, withinMs }: ClientOptions) {
  // Fails now, and not at each request, if the URL is not valid.
  const address = { url: new URL(url).href.replace(/\/$/, ''), venue }
  const sendNow = createSender(address)
  const send: typeof sendNow = (request, options) => sendNow(request, { withinMs, ...options })

  async function read<T>(path: string, options: RepeatOptions | undefined): Promise<T> {
    const { body } = await send({ path }, options)
    // The caller names the type that the path returns.
    return body as T
  }

  async function list(query: OrderFilter | string = {}, options?: RepeatOptions): Promise<Page> {
    const parameters = new URLSearchParams(query as string | Record<string, string>)
    const { body, headers } = await send({ path: `/orders?${parameters}` }, options)
    const next = /\?([^>]*)>; *rel="next"/.exec(headers.get('Link') ?? '')?.[1]
    return { orders: body as Order[], next }
  }

  /** The end of the log, unless the options say where to start. */
  async function startOf({ from, log, signal }: FollowFrom): Promise<StartPoint> {
    if (from !== undefined && log !== undefined) return { from, log }
    const { headers } = await send({ path: '/health' }, { signal })
    const end = { from: Number(headers.get('Log-Position')), log: headers.get('Log-Id') ?? '' }
    return { from: from ?? end.from, log: log ?? end.log }
  }

  return {
    /** Places an order. It is placed once, however often the request has to be sent. */
    async place(ticket: Ticket, options: CommandOptions = {}): Promise<PendingOrder> {
      const { key = nanoid() } = options
      const { body } = await send({ method: 'POST', path: '/orders', body: ticket, key }, options)
      return body as PendingOrder
    },

    /** Cancels an order. */
    async cancel(orderId: string, options: CancelOptions = {}): Promise<CancelResult> {
      const { key = nanoid(), version } = options
      try {
        await send({ method: 'DELETE', path: pathOf(orderId), version, key }, options)
        return 'accepted'
      } catch (failure) {
        const code = failure instanceof Refusal && failure.problem.code
        if (code === 'ORDER_ALREADY_EXECUTED') return 'too-late'
        if (code === 'ORDER_ALREADY_CANCELLED') return 'already-cancelled'
        throw failure
      }
    },

    /** Reads an order. */
    read: (orderId: string, options?: RepeatOptions) => read<Order>(pathOf(orderId), options),

    /** Lists a page of orders, newest first. */
    list,

    /** Lists all orders, newest first. It requests each page when it is needed. */
    async *listAll(filter: OrderFilter = {}, options?: RepeatOptions): AsyncGenerator<Order, void> {
      for (let query: OrderFilter | string | undefined = filter; query !== undefined; ) {
        const page: Page = await list(query, options)
        yield* page.orders
        query = page.next
      }
    },

    /** Checks that the platform is up. */
    health: (options?: RepeatOptions) => read<Health>('/health', options),

    /** Yields every change of an order once, in order: from now on, or after `from` in `log`. */
    async *follow(options: FollowFrom = {}): AsyncGenerator<FollowedMessage, never> {
      return yield* follow(address, await startOf(options), options)
    },

    /** Follows, and keeps all messages. Resolves when it has received what happened before. */
    async collect(options: FollowFrom & WaitOptions = {}): Promise<Collector> {
      const start = await startOf(options)
      return createCollector((closed, onBreak) => {
        const signal = options.signal ? AbortSignal.any([closed, options.signal]) : closed
        const report = (reason: unknown) => {
          onBreak(reason)
          options.onBreak?.(reason)
        }
        return follow(address, start, { ...options, signal, onBreak: report })
      }, options)
    },
  }
}

const pathOf = (orderId: string) => `/orders/${encodeURIComponent(orderId)}`
