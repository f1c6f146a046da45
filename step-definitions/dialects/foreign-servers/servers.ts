/**
 * Servers like those that other people write, each with one style or one defect of its own, and the
 * verdict that the specification must reach on each.
 *
 *     PORT=8090 node step-definitions/dialects/foreign-servers/servers.ts pairs-only
 */
import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { WebSocket } from 'ws'
import { type Answer, MinimalServer, type Order, type Status } from '../minimal-server.ts'

/** The core needs no more in the reply to a placement. */
class ShortConfirmation extends MinimalServer {
  protected override confirmation({ id, status }: Order): Answer {
    return [200, { id, status }]
  }
}

const currencies = 'EUR|USD|GBP|JPY|CHF|AUD|NZD|CAD'
const pair = new RegExp(`^(${currencies})(?!\\1)(${currencies})$`)

class PairsOnly extends MinimalServer {
  protected override trades(stoks: string): boolean {
    return pair.test(stoks)
  }
}

class AnyQuantity extends PairsOnly {
  protected override accepts(): boolean {
    return true
  }
}

class OneAtATime extends MinimalServer {
  #last: Promise<unknown> = Promise.resolve()

  protected override answer(request: IncomingMessage): Promise<Answer> {
    const answer = this.#last.then(() => super.answer(request))
    this.#last = answer
    return answer
  }
}

class ExecutesCancelled extends MinimalServer {
  protected override execute(order: Order): void {
    this.change(order, 'executed')
  }
}

class ListById extends MinimalServer {
  protected override listing(): object {
    return Object.fromEntries([...this.orders.values()].map(({ id, ...order }) => [id, order]))
  }
}

/** Confirms an order with its id alone. Its stream is plain text, with a subscription per order. */
class PlainText extends MinimalServer {
  readonly #followers = new Map<string, Set<WebSocket>>()

  protected override confirmation({ id }: Order): Answer {
    return [200, id]
  }

  protected override change(order: Order, status: Status): void {
    order.status = status
    for (const listener of this.#followersOf(order)) listener.send(inWords(order))
  }

  protected override welcome(listener: WebSocket): void {
    listener.send('welcome')
    listener.on('message', (data) => {
      const [, id = ''] = /^subscribe (.+)$/.exec(data.toString()) ?? []
      const order = this.orders.get(id)
      if (!order) return
      this.#followersOf(order).add(listener)
      listener.send(inWords(order))
    })
    listener.on('error', () => listener.terminate())
  }

  #followersOf({ id }: Order): Set<WebSocket> {
    const followers = this.#followers.get(id) ?? new Set()
    this.#followers.set(id, followers)
    return followers
  }
}

/** Confirms an order with a `Location` alone. Each message of its stream has all orders. */
class Snapshots extends MinimalServer {
  protected override newId(): string {
    return `${this.orders.size + 1}`
  }

  protected override confirmation({ id }: Order): Answer {
    return [201, undefined, { location: `/orders/${id}` }]
  }

  protected override change(order: Order, status: Status): void {
    order.status = status
    const snapshot = this.#snapshot(order)
    for (const listener of this.listeners) listener.send(snapshot)
  }

  protected override welcome(listener: WebSocket): void {
    this.listeners.add(listener)
    listener.send(this.#snapshot())
    listener.on('close', () => this.listeners.delete(listener))
    listener.on('error', () => listener.terminate())
  }

  /** All pending orders, and the one that changed. */
  #snapshot(changed?: Order): string {
    const shown = [...this.orders.values()].filter(
      (order) => order.status === 'pending' || order === changed,
    )
    return JSON.stringify({ orders: shown.map(({ id, status }) => ({ id, status })) })
  }
}

const inWords = ({ id, status }: Order) => `order ${id} is ${status}`

/** A server, its dialect, and what the specification must say about it. */
export interface ForeignServer {
  readonly name: string
  readonly about: string
  readonly server: typeof MinimalServer
  readonly dialect: URL
  /** How many scenarios run at once, if not the usual number. */
  readonly workers?: number
  /** The Rules of the core that it breaks: in each, a scenario must fail, and in no other Rule. */
  readonly breaks: readonly string[]
  /** Rules in which a scenario may fail, depending on when it looks at an order. */
  readonly mayBreak?: readonly string[]
}

const dialect = new URL('../minimal-server.json', import.meta.url)

export const foreignServers: readonly ForeignServer[] = [
  {
    name: 'minimal',
    about: 'passes the core',
    server: MinimalServer,
    dialect,
    breaks: [],
  },
  {
    name: 'short-confirmation',
    about: 'confirms an order with its id and status only',
    server: ShortConfirmation,
    dialect,
    breaks: [],
  },
  {
    name: 'pairs-only',
    about: 'trades only currency pairs',
    server: PairsOnly,
    dialect,
    breaks: [],
  },
  {
    name: 'any-quantity',
    about: 'trades only currency pairs, in any quantity',
    server: AnyQuantity,
    dialect,
    breaks: ['Every field of a ticket must be valid'],
  },
  {
    name: 'one-at-a-time',
    about: 'serves one request at a time',
    server: OneAtATime,
    dialect,
    breaks: ['Requests are served in parallel'],
  },
  {
    name: 'executes-cancelled',
    about: 'executes an order after it has accepted its cancellation',
    server: ExecutesCancelled,
    dialect,
    breaks: [
      'CANCELLED is final',
      'When a cancellation races the execution, exactly one of them wins',
    ],
    mayBreak: [
      'A cancellation sent as soon as the placement is confirmed is always in time',
      'An order can be cancelled only while it is PENDING',
      'An order is cancelled at most once',
      'Any order can be looked up',
      'Every listener receives every change of an order, from PENDING to its final status',
      'The listing shows the current status of every order',
    ],
  },
  {
    name: 'list-by-id',
    about: 'lists the orders as an object whose keys are their ids',
    server: ListById,
    dialect: new URL('list-by-id.json', import.meta.url),
    breaks: [],
  },
  {
    name: 'plain-text',
    about: 'confirms only ids, and sends plain text to those who subscribe to an order',
    server: PlainText,
    dialect: new URL('plain-text.json', import.meta.url),
    breaks: [],
  },
  {
    name: 'snapshots',
    about: 'confirms with a Location only, and sends all pending orders with each change',
    server: Snapshots,
    dialect: new URL('snapshots.json', import.meta.url),
    // Every scenario receives the pending orders of the others with each change.
    workers: 2,
    breaks: [],
  },
]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = 'minimal'] = process.argv.slice(2)
  const found = foreignServers.find((one) => one.name === name)
  if (!found) throw new Error(`There is no server "${name}".`)
  new found.server().listen(Number(process.env.PORT ?? 8090))
}
