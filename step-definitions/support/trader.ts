import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type {
  Order,
  OrderStatus,
  PendingOrder,
  Problem,
  ProblemCode,
  Ticket,
} from '../../api/contract/orders.ts'
import type { Transcript } from '../reports/evidence/transcript.ts'
import {
  faultsOfOrder,
  faultsOfRefusal,
  filtersFor,
  isRefusedAs,
  problemIn,
  reasonInWords,
} from './claim-checks.ts'
import {
  isRefusal,
  nextPage,
  type Reply,
  send,
  sendAndDisconnect,
  summaryOf,
  UntranslatableReply,
} from './client.ts'
import type { Description } from './conformance.ts'
import { pathWith, RefusedConnection, type SubscriptionParams } from './connection.ts'
import { type EarlyCancellation, untilAccepted } from './early-cancellation.ts'
import { Listener } from './listener.ts'
import { must } from './must.ts'
import type { Request } from './request.ts'
import { target } from './settings.ts'
import { hasMark, markOf, usualTicket } from './tickets.ts'
import { times } from './times.ts'
import { mainVenue, type VenueUnderTest } from './venue-under-test.ts'
import { overWebSocket } from './web-socket.ts'

/** The filters of a listing, by the names of the contract. */
type Filters = Record<string, string>

/**
 * What a trader works with: the venue, the description to check replies against, the transcript.
 */
interface Scene {
  readonly venueUnderTest: VenueUnderTest
  readonly description: Description | undefined
  readonly transcript: Transcript
}

/**
 * A client of the target over HTTP and WebSocket. It checks every reply against the published
 * description. A refusal that no step looks at fails the scenario.
 */
export class Trader {
  readonly name: string
  /** The trader's idempotency key. */
  readonly key = randomUUID()
  /** The orders as they were confirmed, in the order of the confirmations. */
  readonly orders: PendingOrder[] = []
  /** The replies to the last requests: several if they were sent together. */
  latest: Reply[] = []
  /** The pages of the last listing. */
  pages: Order[][] = []
  readonly faults: string[] = []
  readonly replies: Reply[] = []
  readonly listeners: Listener[] = []
  venueUnderTest: VenueUnderTest
  #lastRequest: Request | undefined
  #answer: Promise<Reply> | undefined
  readonly #unseenRefusals = new Set<Reply>()
  readonly #description: Description | undefined
  readonly #transcript: Transcript

  constructor(name: string, { venueUnderTest, description, transcript }: Scene) {
    this.name = name
    this.venueUnderTest = venueUnderTest
    this.#description = description
    this.#transcript = transcript
  }

  place(ticket: Partial<Ticket> = {}): Promise<Reply> {
    return this.submit(JSON.stringify({ ...usualTicket, ...ticket }))
  }

  /** Submits a ticket as raw text, which need not be JSON. */
  submit(body?: string, contentType = 'application/json', query = ''): Promise<Reply> {
    return this.send(placementOf(body, contentType, query))
  }

  cancel(orderId: string, query = ''): Promise<Reply> {
    return this.send({ method: 'DELETE', path: pathOf(orderId) + query })
  }

  find(orderId: string, query = ''): Promise<Reply> {
    return this.send({ method: 'GET', path: pathOf(orderId) + query })
  }

  async list(filters: Filters = {}, fields: Request['fields'] = {}): Promise<Reply> {
    const path = pathWith('/orders', filters)
    const reply = await this.send({ method: 'GET', path, fields })
    this.pages = isRefusal(reply) ? [] : [JSON.parse(reply.text) as Order[]]
    return reply
  }

  /** The first page of a listing. */
  async listed(filters: Filters): Promise<Order[]> {
    return JSON.parse(succeeded(await this.list(filters)).text) as Order[]
  }

  /** The listed orders that a marked ticket produced. */
  async ordersFor(ticket: string): Promise<Order[]> {
    const mark = markOf(ticket)
    const orders = await this.listed(filtersFor(mark))
    return orders.filter((order) => hasMark(order, mark))
  }

  /** Reads a listing to its end, page by page, and calls `meanwhile` between two pages. */
  async readAllPages(
    filters: Filters,
    meanwhile = async (): Promise<unknown> => undefined,
  ): Promise<void> {
    const pages: Order[][] = []
    for (let next = nextPage(await this.list(filters)); ; ) {
      pages.push(...this.pages)
      if (next === undefined) break
      await meanwhile()
      const reply = await this.send({ method: 'GET', path: next })
      this.pages = [JSON.parse(succeeded(reply).text) as Order[]]
      next = nextPage(reply)
    }
    this.pages = pages
  }

  /** Sends a request and waits for the reply. Rejects if none comes; a refusal is a reply. */
  async send(request: Request): Promise<Reply> {
    this.#lastRequest = request
    try {
      return this.#received(await send(this.#addressed(request)))
    } catch (error) {
      this.#failed(error)
      throw error
    }
  }

  #failed(error: unknown): void {
    this.#transcript.addFailure(this.name, error)
    if (!(error instanceof UntranslatableReply)) return
    this.#transcript.addReply(this.name, error.reply)
    // A step that retries its check would otherwise hide this failure.
    this.faults.push(`${this.name}: ${error.message}`)
  }

  /** The request with the header fields that select the trader's venue. */
  #addressed(request: Request): Request {
    return { ...request, fields: { ...this.venueUnderTest.headers, ...request.fields } }
  }

  #received(reply: Reply): Reply {
    this.#transcript.addReply(this.name, reply)
    this.replies.push(reply)
    this.latest = [reply]
    if (isRefusal(reply)) this.#unseenRefusals.add(reply)
    if (reply.status === 201) this.#confirmed(JSON.parse(reply.text) as PendingOrder)
    this.#reportFault(reply, this.#description?.faultsOfReply(reply) ?? [])
    return reply
  }

  /** A repeated confirmation does not add the order again. */
  #confirmed(order: PendingOrder): void {
    const isKnown = this.orders.some(({ orderId }) => orderId === order.orderId)
    if (!isKnown) this.orders.push(order)
  }

  /** Sends a request without waiting for the reply. */
  begin(request: Request): void {
    this.awaitLater(this.send(request))
  }

  /** Keeps a pending reply as the trader's `answer`, without waiting for it. */
  awaitLater(answer: Promise<Reply>): void {
    this.#answer = answer
    // A step looks at the failure. Until then it must not be an unhandled rejection.
    this.#answer.catch(() => {})
  }

  /** The pending reply; rejects if none comes. */
  get answer(): Promise<Reply> {
    return found(this.#answer, `${this.name} is not waiting for an answer`)
  }

  /** Sends a request and disconnects before the reply comes. */
  async sendAndDisconnect(request: Request): Promise<void> {
    this.#lastRequest = request
    this.#transcript.addAbandoned(this.name, await sendAndDisconnect(this.#addressed(request)))
  }

  get lastRequest(): Request {
    return found(this.#lastRequest, `${this.name} has sent no request`)
  }

  /** Waits for several replies, which become the latest ones together. */
  async together(replies: readonly Promise<Reply>[]): Promise<Reply[]> {
    this.latest = await Promise.all(replies)
    return this.latest
  }

  async hasPlaced(ticket: Partial<Ticket> = {}): Promise<PendingOrder> {
    return JSON.parse(succeeded(await this.place(ticket)).text) as PendingOrder
  }

  /** Places an order and brings it to a status. */
  async has(status: OrderStatus, ticket: Partial<Ticket> = {}): Promise<PendingOrder> {
    if (status === 'CANCELLED' && this.#mayCancelTooLate(ticket)) {
      return this.cancelInTime(ticket)
    }
    const order = await this.hasPlaced(ticket)
    switch (status) {
      case 'PENDING':
        return order
      case 'EXECUTED':
        await this.awaitExecution(order.orderId)
        return order
      case 'CANCELLED':
        succeeded(await this.cancel(order.orderId))
        return order
    }
  }

  /** A ticket with a client order id cannot be placed again. */
  #mayCancelTooLate({ clientOrderId }: Partial<Ticket>): boolean {
    return this.venueUnderTest === mainVenue && clientOrderId === undefined
  }

  /**
   * Places an order and cancels it as soon as it is confirmed, `often` times at once; again with
   * new orders until a cancellation is accepted. Forgets the other orders. The answers for the
   * returned one become the latest replies.
   */
  async cancelInTime(ticket: Partial<Ticket> = {}, often = 1): Promise<PendingOrder> {
    const [first, ...others] = await untilAccepted(() => this.#cancelAtOnce(ticket, often))
    for (const { order, answers } of others) {
      // Among several answers at once, one was accepted.
      for (const answer of answers.filter(isRefusal)) this.refusal(answer)
      this.orders.splice(this.orderIds.indexOf(order.orderId), 1)
    }
    this.latest = [...first.answers]
    return first.order
  }

  async #cancelAtOnce(ticket: Partial<Ticket>, often: number): Promise<EarlyCancellation> {
    const placed = succeeded(await this.place(ticket))
    const order = JSON.parse(placed.text) as PendingOrder
    const { orderId } = order
    const answers = await Promise.all(times(often, () => this.cancel(orderId)))
    if (answers.every(isRefusal)) {
      for (const answer of answers) await this.hasLost(orderId, answer)
    }
    return { order, placed, answers }
  }

  /** Throws unless a cancellation was refused because its order is EXECUTED, and it is. */
  async hasLost(orderId: string, answer: Reply): Promise<void> {
    this.refusedWith('ORDER_ALREADY_EXECUTED', answer)
    const { orderStatus } = await this.sees(orderId)
    must(
      orderStatus === 'EXECUTED',
      `The cancellation of order ${orderId} was refused, so it should be EXECUTED, but it is ` +
        `${orderStatus}: ${summaryOf(answer)}`,
    )
  }

  async awaitExecution(orderId: string): Promise<void> {
    await this.venueUnderTest.until(async () => {
      assert.equal((await this.sees(orderId)).orderStatus, 'EXECUTED')
    })
  }

  /** Looks up the current state of an order. */
  async sees(orderId: string): Promise<Order> {
    const reply = succeeded(await this.find(orderId))
    const order = JSON.parse(reply.text) as Order
    this.#reportFault(reply, faultsOfOrder(order, this.venueUnderTest.executionDelay))
    return order
  }

  /** Looks up all of these orders at the same moment; by default the trader's own. */
  seesAll(orderIds: readonly string[] = this.orderIds): Promise<Order[]> {
    return Promise.all(orderIds.map((orderId) => this.sees(orderId)))
  }

  async follow(filter: SubscriptionParams = {}, connect = overWebSocket): Promise<Listener> {
    const listener = await Listener.connect({
      name: this.name,
      connect,
      filter,
      venueUnderTest: this.venueUnderTest,
      description: this.#description,
      transcript: this.#transcript,
    })
    this.listeners.push(listener)
    return listener
  }

  /** Opens a subscription. A refusal is kept as a reply. */
  tryToFollow(filter: SubscriptionParams, connect = overWebSocket): Promise<void> {
    return this.#connected(this.follow(filter, connect))
  }

  /** Resumes the last subscription. A refusal is kept as a reply. */
  tryToReconnect(): Promise<void> {
    return this.#connected(this.listener.reconnect())
  }

  async #connected(connecting: Promise<unknown>): Promise<void> {
    try {
      await connecting
    } catch (error) {
      if (!(error instanceof RefusedConnection)) throw error
      this.#received(error.reply)
    }
  }

  /** The last subscription. */
  get listener(): Listener {
    return found(this.listeners.at(-1), `${this.name} is not following the venue`)
  }

  /** The last confirmed order. */
  get order(): PendingOrder {
    return found(this.orders.at(-1), `${this.name} has no order`)
  }

  get clientOrderId(): string {
    return found(this.order.clientOrderId, `the order of ${this.name} has no client order id`)
  }

  get orderIds(): string[] {
    return this.orders.map(({ orderId }) => orderId)
  }

  /** The reply to the last request; throws if several were sent together. */
  get reply(): Reply {
    must(this.latest.length < 2, `${this.name} sent ${this.latest.length} requests at once`)
    return found(this.latest[0], `${this.name} has no answer`)
  }

  /** Returns the problem of a refusal, and marks it as looked at; throws unless the reply is one. */
  refusal(reply = this.reply): Partial<Problem> {
    must(isRefusal(reply), `${this.name} should be refused, but: ${summaryOf(reply)}`)
    this.#unseenRefusals.delete(reply)
    const problem = problemIn(reply)
    this.#reportFault(reply, faultsOfRefusal(reply, problem))
    return problem
  }

  /** Like `refusal`, but throws unless the refusal is for the reason that the code names. */
  refusedWith(code: ProblemCode, reply = this.reply): Partial<Problem> {
    const problem = this.refusal(reply)
    const expected = `${this.name} should be refused ${reasonInWords(code)}`
    must(isRefusedAs(code, reply, problem), `${expected}, but: ${summaryOf(reply)}`)
    return problem
  }

  /** What must fail the scenario: refusals that no step looked at, and every fault of what came. */
  complaints(own: ReadonlySet<string>): string[] {
    const unseen = [...this.#unseenRefusals].map(
      (reply) => `${this.name} was refused, and no step checked it: ${summaryOf(reply)}`,
    )
    const received = this.listeners.flatMap((listener) => [
      ...listener.faults,
      ...listener.faultsOfTimes(own),
    ])
    return [...unseen, ...this.faults, ...received]
  }

  #reportFault(reply: Reply, faults: readonly string[]): void {
    for (const fault of faults) {
      this.faults.push(`${this.name}: ${summaryOf(reply)}\n  but ${fault}`)
    }
  }

  async closeConnections(): Promise<void> {
    await Promise.all(this.listeners.map((listener) => listener.close()))
  }
}

/** Returns the reply; throws if it is a refusal. */
export function succeeded(reply: Reply): Reply {
  must(!isRefusal(reply), `refused: ${summaryOf(reply)}`)
  return reply
}

function found<T>(thing: T | undefined, otherwise: string): T {
  must(thing !== undefined, otherwise)
  return thing
}

/**
 * Throws unless the trader's latest replies confirm this many PENDING orders, and it has no others.
 */
export function areConfirmed({ latest, orders, orderIds }: Trader, count: number): void {
  const confirmed = latest.filter(({ status }) => status === 201)
  const pending = orders.filter(({ orderStatus }) => orderStatus === 'PENDING')
  assert.deepEqual([confirmed.length, pending.length], [count, count])
  assert.equal(new Set(orderIds).size, count, 'two orders share an id')
}

/** The path in a confirmation's `Location`. */
export const locationOf = ({ headers }: Reply) =>
  new URL(headers.get('location') ?? '/', target()).pathname

/** The request that submits a ticket as raw text. */
export function placementOf(body?: string, contentType = 'application/json', query = ''): Request {
  const content = body === undefined ? { contentType } : { body, contentType }
  return { method: 'POST', path: `/orders${query}`, ...content }
}

export const pathOf = (orderId: string) => `/orders/${encodeURIComponent(orderId)}`
