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
  largestPage,
  problemIn,
  reasonInWords,
  showsTicket,
} from './claim-checks.ts'
import {
  isRefusal,
  type Reply,
  send,
  sendAndDisconnect,
  summaryOf,
  UntranslatableReply,
} from './client.ts'
import type { Description } from './conformance.ts'
import { pathWith, RefusedConnection, type SubscriptionParams } from './connection.ts'
import { type EarlyCancellation, untilAccepted } from './early-cancellation.ts'
import { inMiB } from './http.ts'
import { Listener } from './listener.ts'
import { must, mustBe } from './must.ts'
import { nextPage } from './next-page.ts'
import { orderFrom, ordersFrom } from './reply-body.ts'
import type { Request } from './request.ts'
import { target } from './settings.ts'
import { hasMark, markOf, usualTicket } from './tickets.ts'
import { times } from './times.ts'
import { mainVenue, type VenueUnderTest } from './venue-under-test.ts'
import { overWebSocket } from './web-socket.ts'

/** How many pages of a listing are read: for orders that it does not show, and of one without end. */
const mostPages = { sought: 20, all: 1000 }

/** The most characters that all pages of one listing may have. */
const longestListing = 32 * 2 ** 20

/** The filters of a listing, by the names of the contract. */
type Filters = Record<string, string>

/**
 * What a trader works with: the venue, the description to check replies against, the transcript.
 */
interface Scene {
  readonly venueUnderTest: VenueUnderTest
  readonly description: Description | undefined
  readonly transcript: Transcript
  /** All traders of the scenario. */
  readonly everybody?: readonly Trader[]
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
  readonly #scene: Scene

  constructor(name: string, scene: Scene) {
    const { venueUnderTest, description, transcript } = scene
    this.name = name
    this.#scene = scene
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
    this.pages = isRefusal(reply) ? [] : [ordersFrom(reply)]
    return reply
  }

  /** The first page of a listing. */
  async listed(filters: Filters): Promise<Order[]> {
    return ordersFrom(succeeded(await this.list(filters)))
  }

  /** The listed orders that a marked ticket produced, among those since an earlier order. */
  async ordersFor(ticket: string, earlier?: Order): Promise<Order[]> {
    const mark = markOf(ticket)
    await this.listUntilSeen([earlier?.orderId ?? 'the end'], filtersFor(mark))
    return this.pages.flat().filter((order) => hasMark(order, mark))
  }

  /**
   * Reads a listing, page by page, until it has shown all of these orders, or to its end. Others
   * who trade in the same venue may have filled any number of pages with newer orders.
   */
  async listUntilSeen(orderIds: readonly string[], filters: Filters = {}): Promise<void> {
    const unseen = new Set(orderIds)
    await this.readPages({ ...filters, ...largestPage() }, (page, count) => {
      for (const { orderId } of page) unseen.delete(orderId)
      return unseen.size > 0 && count < mostPages.sought
    })
  }

  /** Reads a listing to its end, page by page, and calls `meanwhile` between two pages. */
  async readAllPages(
    filters: Filters,
    meanwhile = async (): Promise<unknown> => undefined,
  ): Promise<void> {
    await this.readPages(filters, async (_, count) => {
      must(count < mostPages.all, `the listing should end, but has more than ${count} pages`)
      await meanwhile()
      return true
    })
  }

  /** Reads a listing, page by page, as long as `readsOn` says so after a page that is not the last. */
  async readPages(
    filters: Filters,
    readsOn: (page: readonly Order[], count: number) => boolean | Promise<boolean>,
  ): Promise<void> {
    const first = await this.list(filters)
    let next = nextPage(first)
    let length = first.text.length
    const { pages } = this
    while (next !== undefined && (await readsOn(pages.at(-1) ?? [], pages.length))) {
      const reply = succeeded(await this.send({ method: 'GET', path: next }))
      length += reply.text.length
      const isShort = length <= longestListing
      must(isShort, `the listing should end, but its pages have more than ${inMiB(longestListing)}`)
      pages.push(ordersFrom(reply))
      next = nextPage(reply)
    }
  }

  /** Sends a request and waits for the reply. Rejects if none comes; a refusal is a reply. */
  async send(request: Request): Promise<Reply> {
    this.#lastRequest = request
    try {
      const reply = this.#received(await send(this.#addressed(request)))
      if (reply.status === 201) await this.#beFollowed(orderFrom<PendingOrder>(reply))
      return reply
    } catch (error) {
      this.#failed(error)
      throw error
    }
  }

  /** Where a listener must subscribe to each order, all of the scenario do so. */
  async #beFollowed({ orderId }: PendingOrder): Promise<void> {
    const listeners = this.#everybody.flatMap((trader) => trader.listeners)
    await Promise.all(listeners.map((listener) => listener.subscribeTo(orderId, true)))
  }

  get #everybody(): readonly Trader[] {
    return this.#scene.everybody ?? [this]
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
    if (reply.status === 201) this.#confirmed(orderFrom<PendingOrder>(reply))
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
    return confirmedBy(await this.place(ticket))
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
    const { orderId } = first.order
    // Among several answers at once, one was accepted.
    for (const answer of others.flatMap(({ answers }) => answers).filter(isRefusal)) {
      this.refusal(answer)
    }
    const otherIds = new Set(others.map(({ order }) => order.orderId))
    const kept = this.orders.filter((one) => one.orderId === orderId || !otherIds.has(one.orderId))
    this.orders.splice(0, this.orders.length, ...kept)
    this.latest = [...first.answers]
    return first.order
  }

  async #cancelAtOnce(ticket: Partial<Ticket>, often: number): Promise<EarlyCancellation> {
    const placed = await this.place(ticket)
    const order = confirmedBy(placed)
    const { orderId } = order
    const answers = await Promise.all(times(often, () => this.cancel(orderId)))
    if (answers.every(isRefusal)) {
      for (const answer of answers) await this.hasLost(orderId, answer)
    }
    return { order, placed, answers }
  }

  /** Cancels an order. Also accepts that it is EXECUTED. */
  async cancelPerhapsTooLate(orderId: string): Promise<Reply> {
    const answer = await this.cancel(orderId)
    if (isRefusal(answer)) this.refusedWith('ORDER_ALREADY_EXECUTED', answer)
    return answer
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
      mustBe(`order ${orderId}`, (await this.sees(orderId)).orderStatus, 'EXECUTED')
    })
  }

  /** Looks up the current state of an order. */
  async sees(orderId: string): Promise<Order> {
    const reply = succeeded(await this.find(orderId))
    const order = orderFrom(reply)
    this.#reportFault(reply, faultsOfOrder(order, this.venueUnderTest.executionDelay))
    return order
  }

  /** An order as it was confirmed. What of its ticket the confirmation leaves out is looked up. */
  async inFull(order: Order): Promise<Order> {
    return showsTicket(order) ? order : { ...(await this.sees(order.orderId)), ...order }
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
    const placed = this.#everybody.flatMap(({ orderIds }) => orderIds)
    await Promise.all(placed.map((orderId) => listener.subscribeTo(orderId, false)))
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

/** The order that a reply confirms; throws if it is a refusal or anything else. */
export function confirmedBy(reply: Reply): PendingOrder {
  must(reply.status === 201, `the ticket should be accepted with 201, but: ${summaryOf(reply)}`)
  return orderFrom(reply)
}

/** Returns the reply; throws if it is a refusal. */
export function succeeded(reply: Reply): Reply {
  must(!isRefusal(reply), `the request should succeed, but: ${summaryOf(reply)}`)
  return reply
}

function found<T>(thing: T | undefined, otherwise: string): T {
  must(thing !== undefined, otherwise)
  return thing
}

/**
 * Throws unless the trader's latest replies confirm this many PENDING orders, and it has no others.
 */
export function areConfirmed({ name, latest, orders }: Trader, count: number): void {
  const should = `each of ${name}'s ${count} tickets should be confirmed as a PENDING order`
  for (const reply of latest) must(reply.status === 201, `${should}, but: ${summaryOf(reply)}`)
  const repeated = latest.length - orders.length
  must(repeated <= 0, `${should} of its own, but ${repeated} of them repeat the id of another`)
  for (const { orderId, orderStatus } of orders) {
    must(orderStatus === 'PENDING', `${should}, but order ${orderId} is ${orderStatus}`)
  }
  mustBe(`the number of ${name}'s orders`, orders.length, count)
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
