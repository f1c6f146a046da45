import { nanoid } from 'nanoid'
import type { Order, OrderStatus, PendingOrder, Ticket } from '../api/contract/orders.ts'
import { queryOf } from './query.ts'
import { Refusal } from './refusal.ts'
import type { RepeatOptions } from './repeat.ts'
import type { Send } from './sender.ts'

export interface CommandOptions extends RepeatOptions {
  /** The Idempotency-Key. Default: a new one. With your own, you can repeat the command in another call. */
  readonly key?: string | undefined
}

export interface CancelOptions extends CommandOptions {
  /** Cancels the order only in this version. */
  readonly version?: number | undefined
}

/**
 * `accepted`: this request cancelled the order. `too-late`: it was executed before. `already-cancelled`: it was
 * cancelled before, by the venue or by another request.
 */
export type CancelResult = 'accepted' | 'too-late' | 'already-cancelled'

/** Selects orders with all these values. */
export type OrderFilter = {
  readonly orderStatus?: OrderStatus | undefined
  readonly symbol?: string | undefined
  readonly clientOrderId?: string | undefined
  /** The number of orders on a page. */
  readonly limit?: number | undefined
  /** Lists the orders as of this position of the log. */
  readonly at?: number | undefined
}

export interface Page {
  readonly orders: readonly Order[]
  /** Pass it to `list` for the next page. Undefined on the last page. */
  readonly next: string | undefined
}

/** The part of a client that places, cancels and reads orders. */
export function createOrders(send: Send) {
  async function list(filter: OrderFilter | string = {}, options?: RepeatOptions): Promise<Page> {
    const query = typeof filter === 'string' ? filter : queryOf(filter)
    const { body, headers } = await send({ path: `/orders?${query}` }, options)
    const next = /\?([^>]*)>; *rel="next"/.exec(headers.get('Link') ?? '')?.[1]
    return { orders: body as Order[], next }
  }

  return {
    /** Places an order once, however often its request has to be sent. Resolves with the order as it was placed. */
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
    async read(orderId: string, options?: RepeatOptions): Promise<Order> {
      const { body } = await send({ path: pathOf(orderId) }, options)
      return body as Order
    },

    /** Lists one page of orders, newest first. */
    list,

    /** Lists all orders, newest first. Each page is requested when it is needed. */
    async *listAll(filter: OrderFilter = {}, options?: RepeatOptions): AsyncGenerator<Order, void> {
      for (let query: OrderFilter | string | undefined = filter; query !== undefined; ) {
        const page: Page = await list(query, options)
        yield* page.orders
        query = page.next
      }
    },
  }
}

const pathOf = (orderId: string) => `/orders/${encodeURIComponent(orderId)}`
