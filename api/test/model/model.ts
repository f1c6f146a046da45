/** The model of a venue: its rules in a few lines, slow and simple. */
import type { OrderStatus } from '../../contract/orders.ts'

/** How long every order stays PENDING, in milliseconds. */
export const executionDelayMs = 1000

/** An event. Order numbers start at 1, times at 0. */
export interface ModelChange {
  readonly position: number
  readonly order: number
  readonly status: OrderStatus
  readonly at: number
}

/** A filter of a listing. */
export interface ModelQuery {
  readonly symbol?: string | undefined
  readonly status?: OrderStatus | undefined
}

/** A subscription to changes after a position, of one symbol or of all. */
export interface ModelListener {
  readonly symbol: string | undefined
  readonly after: number
  /** The last position that it has received. */
  received: number
  isConnected: boolean
}

/** A venue is its log; everything else follows from it. */
export class Model {
  readonly log: ModelChange[] = []
  readonly symbols: string[] = []
  readonly listeners = new Map<string, ModelListener>()
  now = 0

  place(symbol: string): void {
    this.#append(this.symbols.push(symbol), 'PENDING')
  }

  cancel(order: number): void {
    this.#append(order, 'CANCELLED')
  }

  wait(ms: number): void {
    this.now += ms
    for (const { order, placedAt } of this.list({ status: 'PENDING' }).toReversed()) {
      const due = placedAt + executionDelayMs
      if (due <= this.now) this.#append(order, 'EXECUTED', due)
    }
  }

  #append(order: number, status: OrderStatus, at = this.now): void {
    this.log.push({ position: this.log.length + 1, order, status, at })
  }

  receivedBy({ symbol, after, received }: ModelListener): ModelChange[] {
    return this.log
      .slice(after, received)
      .filter(({ order }) => (symbol ?? this.symbols[order - 1]) === this.symbols[order - 1])
  }

  history(order: number, until = this.log.length): ModelChange[] {
    return this.log.slice(0, until).filter((change) => change.order === order)
  }

  /** An order as of a position; undefined before it was placed. */
  order(order: number, at = this.log.length) {
    const [placed, ended] = this.history(order, at)
    if (!placed) return undefined
    const { status } = ended ?? placed
    const symbol = this.symbols[order - 1]
    const version = ended ? 2 : 1
    return { order, symbol, status, version, placedAt: placed.at, endedAt: ended?.at }
  }

  /** A listing as of a position, newest first. */
  list({ symbol, status }: ModelQuery, at = this.log.length) {
    const numbers = this.symbols.map((_, index) => index + 1).toReversed()
    return numbers.flatMap((number) => {
      const order = this.order(number, at)
      if (!order || (symbol ?? order.symbol) !== order.symbol) return []
      return (status ?? order.status) === order.status ? [order] : []
    })
  }
}
