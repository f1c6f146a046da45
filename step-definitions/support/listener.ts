import timers from 'node:timers/promises'
import type { Order, OrderStatus } from '../../api/contract/orders.ts'
import type { OrderMessage, StreamMessage } from '../../api/contract/stream.ts'
import type { StreamNotes, Transcript } from '../reports/evidence/transcript.ts'
import { faultsOfMessage, faultsOfOrder, withMessageType } from './claim-checks.ts'
import type { Description } from './conformance.ts'
import type {
  Connect,
  Connection,
  MessageHandler,
  ReceivedEvent,
  ResumePoint,
  SubscriptionParams,
} from './connection.ts'
import { dialectInUse } from './dialect/dialect.ts'
import type { TranslatedMessages } from './dialect/messages.ts'
import { eventually } from './eventually.ts'
import { MessageSequence } from './message-sequence.ts'
import { must } from './must.ts'
import { replyWithinMs } from './settings.ts'
import type { VenueUnderTest } from './venue-under-test.ts'

/** A message and when it was heard, on the clock of `performance.now`. */
export type ReceivedMessage = { readonly at: number; readonly message: OrderMessage }

/** A message that is about no order. */
type Notice = Exclude<StreamMessage, OrderMessage>

export interface ListenerOptions {
  readonly name: string
  readonly connect: Connect
  readonly filter: SubscriptionParams
  /** The venue that is listened to. */
  readonly venueUnderTest: VenueUnderTest
  readonly description: Description | undefined
  readonly transcript: Transcript
}

/**
 * One subscription to the stream, over as many connections as it takes. It checks every message and
 * remembers it in order.
 */
export class Listener {
  readonly received: ReceivedMessage[] = []
  readonly notices: Notice[] = []
  /** What was wrong with what was heard, whoever it is about. */
  readonly faults: string[] = []
  readonly #faultsOfTimes: { readonly orderId: string; readonly text: string }[] = []
  readonly #options: ListenerOptions
  readonly #byOrder = new Map<string, ReceivedMessage[]>()
  #connection: Connection | undefined
  #notes: StreamNotes | undefined
  /** Where the connection began, and what came over it. */
  #begin = 0
  #chain = new MessageSequence(0)

  /** Resolves once the subscription stands: whatever happens from then on is heard. */
  static async connect(options: ListenerOptions): Promise<Listener> {
    const listener = new Listener(options)
    await listener.#open(options.filter)
    return listener
  }

  private constructor(options: ListenerOptions) {
    this.#options = options
  }

  /** Up to here it has heard everything that it wants to hear. */
  get position(): number {
    return Math.max(this.#begin, this.#chain.position)
  }

  /** Goes on where it was, in the same log. */
  reconnect(): Promise<void> {
    const { headers, lastEventId } = this.connection
    const { position } = this
    return this.#open(this.#options.filter, { position, log: headers.get('log-id'), lastEventId })
  }

  async #open(wish: SubscriptionParams, after?: ResumePoint): Promise<void> {
    const { name, connect, venueUnderTest: exchange, transcript } = this.#options
    this.#chain = new MessageSequence(after?.position ?? Number(wish.from ?? 0))
    const notes = transcript.listening(name)
    for (const something of dialectInUse()?.subscription ?? []) notes.tell('said', something)
    const ear: MessageHandler = {
      receive: (text, how) => this.#receive(text, how, notes),
      onBroken: (reason) => notes.tell('broken', reason),
    }
    this.#connection = await connect({ params: wish, fields: exchange.headers, after }, ear)
    const { headers, sent } = this.#connection
    notes.sent = sent
    this.#notes = notes
    this.#begin = after?.position ?? Number(wish.from ?? headers.get('log-position') ?? 0)
  }

  #receive(
    text: string,
    { isBinary, event, at = performance.now() }: Parameters<MessageHandler['receive']>[1],
    notes: StreamNotes,
  ): void {
    const { name } = this.#options
    const { messages, faults } = dialectInUse()?.told(text) ?? toldIn(text)
    notes.tell('heard', text, at, onlyOrderIn(messages))
    const reportFault = (fault: string) => `${name} heard ${text}\n  but ${fault}`
    const all = isBinary
      ? ['it is no text message']
      : [...faults, ...messages.flatMap((message) => this.#faultsOf(message, event))]
    this.faults.push(...all.map(reportFault))
    for (const message of messages) {
      if (message.type === 'order') this.#remember({ at, message }, reportFault)
      else this.notices.push(message)
    }
  }

  #remember(heard: ReceivedMessage, reportFault: (fault: string) => string): void {
    this.received.push(heard)
    const { orderId } = heard.message
    for (const fault of faultsOfOrder(heard.message, this.#options.venueUnderTest.executionDelay)) {
      this.#faultsOfTimes.push({ orderId, text: reportFault(fault) })
    }
    const before = this.#byOrder.get(orderId)
    if (before) before.push(heard)
    else this.#byOrder.set(orderId, [heard])
  }

  #faultsOf(message: StreamMessage, event: ReceivedEvent | undefined): string[] {
    return [
      ...(this.#options.description?.faultsOfMessage(message) ?? []),
      ...faultsOfMessage(message, { sequence: this.#chain, event }),
    ]
  }

  /**
   * What cannot be of the times of orders. It is asked for the orders of a scenario alone: how long
   * the order of a stranger stays PENDING, who trades in the same venue, somebody may have decided.
   */
  faultsOfTimes(own: ReadonlySet<string>): string[] {
    return this.#faultsOfTimes.filter(({ orderId }) => own.has(orderId)).map(({ text }) => text)
  }

  get connection(): Connection {
    must(this.#connection, `${this.#options.name} has no connection`)
    return this.#connection
  }

  /** The messages about one order so far. */
  messagesAbout(orderId: string): readonly ReceivedMessage[] {
    return this.#byOrder.get(orderId) ?? []
  }

  statusesOf(orderId: string): OrderStatus[] {
    return this.messagesAbout(orderId).map(({ message }) => message.orderStatus)
  }

  /**
   * Waits until the messages about each order are the expected ones, no more and no fewer. Time has
   * to pass for an execution alone: of all else the message is on its way already.
   */
  async receives(expected: readonly OrderStatus[], orderIds: readonly string[]): Promise<void> {
    const check = () => this.hasReceived(expected, orderIds)
    if (expected.includes('EXECUTED')) await this.#options.venueUnderTest.until(check)
    else await eventually(replyWithinMs, check)
  }

  hasReceived(expected: readonly OrderStatus[], orderIds: readonly string[]): void {
    for (const orderId of orderIds) {
      const heard = this.statusesOf(orderId).join(', ')
      const expectation = `${this.#options.name} should hear ${expected.join(', ')} about order ${orderId}`
      must(heard === expected.join(', '), `${expectation}, but heard ${heard || 'nothing'}`)
    }
  }

  /** The messages from the first to the last one about these orders. */
  around(orderIds: readonly string[]): OrderMessage[] {
    const own = new Set(orderIds)
    const isOwn = ({ message }: ReceivedMessage) => own.has(message.orderId)
    return this.received
      .slice(this.received.findIndex(isOwn), this.received.findLastIndex(isOwn) + 1)
      .map(({ message }) => message)
  }

  send(something: string | Buffer): void {
    this.connection.send(something)
    this.#notes?.tell('said', something.toString())
  }

  /** Ends the connection as a crash would: without a word. */
  breakConnection(): void {
    this.connection.terminate()
  }

  async close(): Promise<void> {
    await this.#connection?.close()
  }

  /** The code with which the other side closes, if there is one; waits for no longer than for a reply. */
  async closeCode(): Promise<number | undefined> {
    const ended = this.connection.ended.then((code) => ({ code }))
    const left = await Promise.race([
      ended,
      timers.setTimeout(replyWithinMs, undefined, { ref: false }),
    ])
    const { name } = this.#options
    must(left, `the connection of ${name} still stands after ${replyWithinMs / 1000} s`)
    return left.code
  }
}

/** The order that a message carries. */
export function orderIn(heard: ReceivedMessage | undefined): Order {
  must(heard, 'there was no message')
  const { type, position, previous, occurredAt, ...order } = heard.message
  return order
}

/** The order that messages are about, where it is one. */
function onlyOrderIn(messages: readonly StreamMessage[]): string | undefined {
  const orderIds = new Set(
    messages.map((message) => (message.type === 'order' ? message.orderId : undefined)),
  )
  const [orderId] = orderIds
  return orderIds.size === 1 ? orderId : undefined
}

/** What a message says that is spelt as in the contract. */
function toldIn(text: string): TranslatedMessages {
  try {
    return { messages: [withMessageType(JSON.parse(text) as StreamMessage)], faults: [] }
  } catch {
    return { messages: [], faults: ['it is no message in JSON'] }
  }
}
