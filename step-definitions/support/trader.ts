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
import { Listener } from './listener.ts'
import { must } from './must.ts'
import type { Request } from './request.ts'
import { target } from './settings.ts'
import { hasMark, markOf, usualTicket } from './tickets.ts'
import type { VenueUnderTest } from './venue-under-test.ts'
import { overWebSocket } from './web-socket.ts'

/** What may narrow a listing, by the names of the contract. */
export type Filters = Record<string, string>

/** What somebody who trades finds there. */
export interface Scene {
  readonly venueUnderTest: VenueUnderTest
  readonly description: Description | undefined
  readonly transcript: Transcript
}

/**
 * Somebody who trades: speaks HTTP and WebSocket to the target and nothing else. Every reply is
 * checked against the published description, and every refusal is remembered until a step looks.
 */
export class Trader {
  readonly name: string
  /** For what is sent under a key, which nobody else uses. */
  readonly key = randomUUID()
  /** The orders as they were confirmed, in the order of the confirmations. */
  readonly orders: PendingOrder[] = []
  /** The replies to what was asked last: several when it was asked at the same moment. */
  latest: Reply[] = []
  /** The pages of the listing that was read last. */
  pages: Order[][] = []
  readonly faults: string[] = []
  readonly replies: Reply[] = []
  readonly listeners: Listener[] = []
  /** Where it trades. */
  venueUnderTest: VenueUnderTest
  #asked: Request | undefined
  #answer: Promise<Reply> | undefined
  readonly #unseenRefusals = new Set<Reply>()
  readonly #description: Description | undefined
  readonly #transcript: Transcript

  constructor(name: string, { venueUnderTest: exchange, description, transcript }: Scene) {
    this.name = name
    this.venueUnderTest = exchange
    this.#description = description
    this.#transcript = transcript
  }

  place(ticket: Partial<Ticket> = {}): Promise<Reply> {
    return this.submit(JSON.stringify({ ...usualTicket, ...ticket }))
  }

  /** Hands in a ticket as it stands, readable or not. */
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

  /** The orders that came of a marked ticket, as far as a listing shows. */
  async madeOf(ticket: string): Promise<Order[]> {
    const mark = markOf(ticket)
    const orders = await this.listed(filtersFor(mark))
    return orders.filter((order) => hasMark(order, mark))
  }

  /** Reads a listing to its end, page by page; `meanwhile` happens between two pages. */
  async turnPages(
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

  async send(request: Request): Promise<Reply> {
    this.#asked = request
    try {
      return this.#received(await send(this.#addressed(request)))
    } catch (error) {
      this.#failed(error)
      throw error
    }
  }

  #failed(error: unknown): void {
    this.#transcript.failed(this.name, error)
    if (!(error instanceof UntranslatableReply)) return
    this.#transcript.answered(this.name, error.reply)
    // Whoever asks again and again until something is so must not pass it over.
    this.faults.push(`${this.name}: ${error.message}`)
  }

  /** The request as it is sent to where the trader trades. */
  #addressed(request: Request): Request {
    return { ...request, fields: { ...this.venueUnderTest.headers, ...request.fields } }
  }

  #received(reply: Reply): Reply {
    this.#transcript.answered(this.name, reply)
    this.replies.push(reply)
    this.latest = [reply]
    if (isRefusal(reply)) this.#unseenRefusals.add(reply)
    if (reply.status === 201) this.#confirmed(JSON.parse(reply.text) as PendingOrder)
    this.#reportFault(reply, this.#description?.faultsOfReply(reply) ?? [])
    return reply
  }

  /** A confirmation that is repeated is about an order that is known. */
  #confirmed(order: PendingOrder): void {
    const isKnown = this.orders.some(({ orderId }) => orderId === order.orderId)
    if (!isKnown) this.orders.push(order)
  }

  /** Asks, and goes on without waiting for the answer. */
  begin(request: Request): void {
    this.awaitLater(this.send(request))
  }

  /** Goes on without waiting for the answer to what was asked. */
  awaitLater(answer: Promise<Reply>): void {
    this.#answer = answer
    // That none came is for a step to notice, and no error of nobody's.
    this.#answer.catch(() => {})
  }

  /** The answer to what was begun, once it is there; rejects when none ever comes. */
  get answer(): Promise<Reply> {
    return found(this.#answer, `${this.name} has begun nothing`)
  }

  /** Asks, and is gone before the answer comes. */
  async sendAndDisconnect(request: Request): Promise<void> {
    this.#asked = request
    this.#transcript.leftAlone(this.name, await sendAndDisconnect(this.#addressed(request)))
  }

  /** What was asked last. */
  get lastRequest(): Request {
    return found(this.#asked, `${this.name} has asked for nothing`)
  }

  /** Does several things at the same moment, so that their replies are looked at together. */
  async together(asked: readonly Promise<Reply>[]): Promise<Reply[]> {
    this.latest = await Promise.all(asked)
    return this.latest
  }

  async hasPlaced(ticket: Partial<Ticket> = {}): Promise<PendingOrder> {
    return JSON.parse(succeeded(await this.place(ticket)).text) as PendingOrder
  }

  /** Places an order and brings it into a status. */
  async has(status: OrderStatus, ticket: Partial<Ticket> = {}): Promise<PendingOrder> {
    const order = await this.hasPlaced(ticket)
    if (status === 'CANCELLED') succeeded(await this.cancel(order.orderId))
    if (status === 'EXECUTED') await this.awaitExecution(order.orderId)
    return order
  }

  async awaitExecution(orderId: string): Promise<void> {
    await this.venueUnderTest.until(async () => {
      assert.equal((await this.sees(orderId)).orderStatus, 'EXECUTED')
    })
  }

  /** The order as it stands now. */
  async sees(orderId: string): Promise<Order> {
    const reply = succeeded(await this.find(orderId))
    const order = JSON.parse(reply.text) as Order
    this.#reportFault(reply, faultsOfOrder(order, this.venueUnderTest.executionDelay))
    return order
  }

  async follow(wish: SubscriptionParams = {}, connect = overWebSocket): Promise<Listener> {
    const listener = await Listener.connect({
      name: this.name,
      connect,
      filter: wish,
      venueUnderTest: this.venueUnderTest,
      description: this.#description,
      transcript: this.#transcript,
    })
    this.listeners.push(listener)
    return listener
  }

  /** Asks to follow; a refusal is a reply like every other. */
  tryToFollow(wish: SubscriptionParams, connect = overWebSocket): Promise<void> {
    return this.#connected(this.follow(wish, connect))
  }

  /** Asks to go on listening where the connection ended; likewise. */
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

  /** The subscription made last. */
  get listener(): Listener {
    return found(this.listeners.at(-1), `${this.name} is not following the venue`)
  }

  /** The order confirmed last. */
  get order(): PendingOrder {
    return found(this.orders.at(-1), `${this.name} has no order`)
  }

  get clientOrderId(): string {
    return found(this.order.clientOrderId, `the order of ${this.name} has no client order id`)
  }

  get orderIds(): string[] {
    return this.orders.map(({ orderId }) => orderId)
  }

  /** The reply to the one thing asked last. */
  get reply(): Reply {
    must(this.latest.length < 2, `${this.name} asked ${this.latest.length} things at once`)
    return found(this.latest[0], `${this.name} has asked for nothing`)
  }

  /** Looks at a refusal, so that it is no longer one that nobody looked at. */
  refusal(reply = this.reply): Partial<Problem> {
    must(isRefusal(reply), `${this.name} should be refused, but: ${summaryOf(reply)}`)
    this.#unseenRefusals.delete(reply)
    const problem = problemIn(reply)
    this.#reportFault(reply, faultsOfRefusal(reply, problem))
    return problem
  }

  /** Likewise; throws unless it is for the reason that a code names. */
  refusedWith(code: ProblemCode, reply = this.reply): Partial<Problem> {
    const problem = this.refusal(reply)
    const expected = `${this.name} should be refused ${reasonInWords(code)}`
    must(isRefusedAs(code, reply, problem), `${expected}, but: ${summaryOf(reply)}`)
    return problem
  }

  /** What the scenario, with orders of its own, must not pass over in silence. */
  complaints(own: ReadonlySet<string>): string[] {
    const unseen = [...this.#unseenRefusals].map(
      (reply) => `${this.name} was refused and no step looked: ${summaryOf(reply)}`,
    )
    const heard = this.listeners.flatMap((listener) => [
      ...listener.faults,
      ...listener.faultsOfTimes(own),
    ])
    return [...unseen, ...this.faults, ...heard]
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

/** The reply itself, if it is not a refusal. */
export function succeeded(reply: Reply): Reply {
  must(!isRefusal(reply), `refused: ${summaryOf(reply)}`)
  return reply
}

function found<T>(thing: T | undefined, otherwise: string): T {
  must(thing !== undefined, otherwise)
  return thing
}

/** The path that a confirmation's Location leads to. */
export const locationOf = ({ headers }: Reply) =>
  new URL(headers.get('location') ?? '/', target()).pathname

/** The request that hands in a ticket as it stands. */
export function placementOf(body?: string, contentType = 'application/json', query = ''): Request {
  const content = body === undefined ? { contentType } : { body, contentType }
  return { method: 'POST', path: `/orders${query}`, ...content }
}

export const pathOf = (orderId: string) => `/orders/${encodeURIComponent(orderId)}`
