/** The model that a platform is compared with: all that is true of a venue, in a few lines. */
import type { OrderStatus } from '../../contract/orders.ts'

/** How long every order stays PENDING, in milliseconds. */
export const executionDelayMs = 1000

/** What happened. Orders are numbered from 1 as they are placed, times count from 0. */
export interface ModelChange {
  readonly position: number
  readonly order: number
  readonly status: OrderStatus
  readonly at: number
}

/** What may narrow a listing. */
export interface ModelQuery {
  readonly symbol?: string | undefined
  readonly status?: OrderStatus | undefined
}

/** Somebody who wants to hear what comes after a position, of one symbol or of all, and has heard it up to another. */
export interface ModelListener {
  readonly symbol: string | undefined
  readonly after: number
  heard: number
  isConnected: boolean
}

/** A venue is its log; all else can be read off that. */
export class Model {
  readonly log: ModelChange[] = []
  readonly symbols: string[] = []
  readonly listeners = new Map<string, ModelListener>()
  now = 0

  place(symbol: string): void {
    this.#happens(this.symbols.push(symbol), 'PENDING')
  }

  cancel(order: number): void {
    this.#happens(order, 'CANCELLED')
  }

  wait(ms: number): void {
    this.now += ms
    for (const { order, placedAt } of this.list({ status: 'PENDING' }).toReversed()) {
      const due = placedAt + executionDelayMs
      if (due <= this.now) this.#happens(order, 'EXECUTED', due)
    }
  }

  #happens(order: number, status: OrderStatus, at = this.now): void {
    this.log.push({ position: this.log.length + 1, order, status, at })
  }

  heardBy({ symbol, after, heard }: ModelListener): ModelChange[] {
    const news = this.log.slice(after, heard)
    return news.filter(
      ({ order }) => (symbol ?? this.symbols[order - 1]) === this.symbols[order - 1],
    )
  }

  history(order: number, until = this.log.length): ModelChange[] {
    return this.log.slice(0, until).filter((change) => change.order === order)
  }

  /** An order as it stood at a position; undefined before it was placed. */
  order(order: number, at = this.log.length) {
    const [placed, ended] = this.history(order, at)
    if (!placed) return undefined
    const { status } = ended ?? placed
    const symbol = this.symbols[order - 1]
    return {
      order,
      symbol,
      status,
      version: ended ? 2 : 1,
      placedAt: placed.at,
      endedAt: ended?.at,
    }
  }

  /** A listing as it was at a position, newest first. */
  list({ symbol, status }: ModelQuery, at = this.log.length) {
    const numbers = this.symbols.map((_, index) => index + 1).toReversed()
    return numbers.flatMap((number) => {
      const order = this.order(number, at)
      if (!order || (symbol ?? order.symbol) !== order.symbol) return []
      return (status ?? order.status) === order.status ? [order] : []
    })
  }
}
