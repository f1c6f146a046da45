import timers from 'node:timers/promises'
import type { Order, OrderStatus } from '../../api/contract/orders.ts'
import type { OrderMessage, StreamMessage } from '../../api/contract/stream.ts'
import type { StreamNotes, Transcript } from '../reports/evidence/transcript.ts'
import { faultsOfMessage, faultsOfOrder, withMessageType } from './claim-checks.ts'
import { shortened } from './client.ts'
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
import type { Messages, TranslatedMessages } from './dialect/messages.ts'
import { eventually } from './eventually.ts'
import { TooMuch } from './http.ts'
import { MessageSequence } from './message-sequence.ts'
import { must, mustBe } from './must.ts'
import { whyNoId } from './reply-body.ts'
import { replyWithinMs } from './settings.ts'
import type { VenueUnderTest } from './venue-under-test.ts'

/** A message and its arrival time, on the clock of `performance.now`. */
export type ReceivedMessage = { readonly at: number; readonly message: OrderMessage }

/** How many faults of a subscription are kept. */
const mostFaults = 100

/** A message that is about no order. */
type Notice = Exclude<StreamMessage, OrderMessage>

interface ListenerOptions {
  readonly name: string
  readonly connect: Connect
  readonly filter: SubscriptionParams
  readonly venueUnderTest: VenueUnderTest
  readonly description: Description | undefined
  readonly transcript: Transcript
}

/**
 * One subscription to the stream, across reconnects. It checks and keeps every message, in order.
 */
export class Listener {
  readonly received: ReceivedMessage[] = []
  readonly notices: Notice[] = []
  /** Why the client cut off the stream, if it did: it explains what is missing. */
  flood: string | undefined
  /** The faults of all messages, whichever orders they are about. */
  readonly faults: string[] = []
  readonly #faultsOfTimes: { readonly orderId: string; readonly text: string }[] = []
  readonly #options: ListenerOptions
  readonly #byOrder = new Map<string, ReceivedMessage[]>()
  #connection: Connection | undefined
  #dialect: Messages | undefined
  #isOpen = false
  #notes: StreamNotes | undefined
  /** The position at which the current connection began. */
  #begin = 0
  #sequence = new MessageSequence(0)

  /** Resolves once the subscription is active: the listener receives every change from then on. */
  static async connect(options: ListenerOptions): Promise<Listener> {
    const listener = new Listener(options)
    await listener.#open(options.filter)
    return listener
  }

  private constructor(options: ListenerOptions) {
    this.#options = options
  }

  /** The position up to which it has received every change that matches its filter. */
  get position(): number {
    return Math.max(this.#begin, this.#sequence.position)
  }

  /** Resumes at its position, in the same log. */
  reconnect(): Promise<void> {
    const { headers, lastEventId } = this.connection
    const { position } = this
    return this.#open(this.#options.filter, { position, log: headers.get('log-id'), lastEventId })
  }

  async #open(params: SubscriptionParams, after?: ResumePoint): Promise<void> {
    const { name, connect, venueUnderTest, transcript } = this.#options
    this.#sequence = new MessageSequence(after?.position ?? Number(params.from ?? 0))
    const notes = transcript.addStream(name)
    this.#dialect = dialectInUse()?.newConnection()
    for (const text of dialectInUse()?.subscription ?? []) notes.add('sent', text)
    const handler: MessageHandler = {
      receive: (text, how) => this.#receive(text, how, notes),
      onBroken: (reason) => notes.add('broken', reason),
      onFlood: (howMuch) => this.#cutOff(howMuch, notes),
    }
    const options = { params, fields: venueUnderTest.headers, after }
    const connection = await connect(options, handler).catch((error) => {
      throw this.flood ? new TooMuch(this.flood, { cause: error }) : error
    })
    this.#connection = connection
    this.#isOpen = true
    if (this.flood) connection.terminate()
    void connection.ended.then(() => {
      this.#isOpen = connection !== this.#connection
    })
    const { headers, sent } = connection
    notes.sent = sent
    this.#notes = notes
    this.#begin = after?.position ?? Number(params.from ?? headers.get('log-position') ?? 0)
  }

  #cutOff(howMuch: string, notes: StreamNotes): void {
    this.flood ??= `the stream to ${this.#options.name} was cut off after ${howMuch}`
    notes.add('broken', this.flood)
    this.#connection?.terminate()
  }

  #receive(
    text: string,
    { isBinary, event, at = performance.now() }: Parameters<MessageHandler['receive']>[1],
    notes: StreamNotes,
  ): void {
    if (this.flood) return
    const { name, transcript } = this.#options
    const { messages, faults } = this.#dialect?.translate(text) ?? messagesIn(text)
    const changes = JSON.stringify(messages)
    const noted = faults.length === 0 ? notedText(text, changes) : text
    const kept = notes.add('received', noted, at, onlyOrderIn(messages)) + changes.length
    const tooMuch = transcript.countKept(kept)
    if (tooMuch !== undefined) {
      this.#cutOff(tooMuch, notes)
      return
    }
    const reportFault = (fault: string) => `${name} received ${shortened(text)}\n  but ${fault}`
    const all = isBinary
      ? ['it is not a text message']
      : [...faults, ...messages.flatMap((message) => this.#faultsOf(message, event))]
    this.#addFaults(all.map(reportFault))
    for (const message of messages) {
      if (message.type !== 'order') this.notices.push(message)
      else if (!whyNoId(message.orderId)) this.#keep({ at, message }, reportFault)
    }
  }

  /** A venue with one fault may have it in every message. */
  #addFaults(faults: readonly string[]): void {
    this.faults.push(...faults.slice(0, mostFaults - this.faults.length))
  }

  #keep(received: ReceivedMessage, reportFault: (fault: string) => string): void {
    this.received.push(received)
    const { message } = received
    const { orderId } = message
    for (const fault of faultsOfOrder(message, this.#options.venueUnderTest.executionDelay)) {
      this.#faultsOfTimes.push({ orderId, text: reportFault(fault) })
    }
    const before = this.#byOrder.get(orderId)
    if (before) before.push(received)
    else this.#byOrder.set(orderId, [received])
  }

  #faultsOf(message: StreamMessage, event: ReceivedEvent | undefined): string[] {
    const noId = message.type === 'order' ? whyNoId(message.orderId) : undefined
    return [
      ...(noId ? [`it ${noId}`] : []),
      ...(this.#options.description?.faultsOfMessage(message) ?? []),
      ...faultsOfMessage(message, { sequence: this.#sequence, event }),
    ]
  }

  /**
   * Impossible times of these orders. It covers only the scenario's own orders: others who trade in
   * the same venue may have chosen how long theirs stay PENDING.
   */
  faultsOfTimes(own: ReadonlySet<string>): string[] {
    return this.#faultsOfTimes.filter(({ orderId }) => own.has(orderId)).map(({ text }) => text)
  }

  get connection(): Connection {
    must(this.#connection, `${this.#options.name} has no connection`)
    return this.#connection
  }

  /** The messages about one order so far; throws if the stream was cut off. */
  messagesAbout(orderId: string): readonly ReceivedMessage[] {
    if (this.flood) throw new TooMuch(this.flood)
    return this.#byOrder.get(orderId) ?? []
  }

  statusesOf(orderId: string): OrderStatus[] {
    return this.messagesAbout(orderId).map(({ message }) => message.orderStatus)
  }

  /**
   * Waits until the messages about each order are exactly the expected ones. Only an execution
   * needs time to pass; any other message is already on its way.
   */
  async receives(expected: readonly OrderStatus[], orderIds: readonly string[]): Promise<void> {
    const check = () => this.hasReceived(expected, orderIds)
    if (expected.includes('EXECUTED')) await this.#options.venueUnderTest.until(check)
    else await eventually(replyWithinMs, check)
  }

  /** Throws unless the messages about each order are exactly the expected ones. */
  hasReceived(expected: readonly OrderStatus[], orderIds: readonly string[]): void {
    const statuses = expected.join(', ')
    for (const orderId of orderIds) {
      const received = this.statusesOf(orderId).join(', ')
      const expectation = `${this.#options.name} should receive ${statuses || 'nothing'} for order ${orderId}`
      must(received === statuses, `${expectation}, but received ${received || 'nothing'}`)
    }
  }

  /** The messages from the first to the last one about these orders, as text, one per line. */
  sequenceOf(orderIds: readonly string[]): string {
    const own = new Set(orderIds)
    const isOwn = ({ message }: ReceivedMessage) => own.has(message.orderId)
    return this.received
      .slice(this.received.findIndex(isOwn), this.received.findLastIndex(isOwn) + 1)
      .map(({ message: { orderId, orderStatus } }) => `${orderId} ${orderStatus}`)
      .join('\n')
  }

  send(data: string | Buffer): void {
    this.connection.send(data)
    this.#notes?.add('sent', data.toString())
  }

  /** Subscribes to an order, if the target needs that; resolves once a message states its status. */
  async subscribeTo(orderId: string, isNew: boolean): Promise<void> {
    const messages = dialectInUse()?.subscriptionTo(orderId) ?? []
    if (messages.length === 0 || !this.#isOpen) return
    this.#dialect?.expectStatusOf(orderId, isNew)
    for (const text of messages) this.send(text)
    if (this.connection.isDelayed) return
    await eventually(replyWithinMs, () => {
      const isStated = !this.#dialect?.isExpectingStatusOf(orderId)
      const expected = `${this.#options.name} should receive the status of order ${orderId}`
      must(isStated || !this.#isOpen, `${expected} after sending ${messages.join(', ')}`)
    })
  }

  /** Breaks the connection as a crash would. */
  breakConnection(): void {
    this.connection.terminate()
  }

  async close(): Promise<void> {
    await this.#connection?.close()
  }

  /**
   * Waits until the venue closes the connection, at most `replyWithinMs`. Returns the close code,
   * if any.
   */
  async closeCode(): Promise<number | undefined> {
    const ended = this.connection.ended.then((code) => ({ code }))
    const end = await Promise.race([
      ended,
      timers.setTimeout(replyWithinMs, undefined, { ref: false }),
    ])
    const { name } = this.#options
    const seconds = replyWithinMs / 1000
    must(end, `the venue should close ${name}'s connection, but it is open after ${seconds} s`)
    return end.code
  }
}

/** The order that a message states. */
export function orderIn(received: ReceivedMessage | undefined): Order {
  must(received, 'a message about the order should be received, but none was')
  const { type, position, previous, occurredAt, ...order } = received.message
  return order
}

/** Throws unless each message names the position of the one before it, and the first one null. */
export function eachNamesTheOneBefore({ received }: Listener): void {
  const messages = received.map(({ message }) => message)
  mustBe(
    'the positions of the messages before, as each message names it,',
    messages.map(({ previous }) => previous),
    [null, ...messages.slice(0, -1).map(({ position }) => position)],
  )
}

/** The order that all these messages are about; undefined if they are about several or none. */
function onlyOrderIn(messages: readonly StreamMessage[]): string | undefined {
  const orderIds = new Set(
    messages.map((message) => (message.type === 'order' ? message.orderId : undefined)),
  )
  const [orderId] = orderIds
  return orderIds.size === 1 ? orderId : undefined
}

/** A snapshot would bury the few changes in it. */
const notedText = (text: string, changes: string) =>
  dialectInUse()?.sendsSnapshots
    ? `${changes} is new in a snapshot of ${text.length} characters`
    : text

/** Reads a message of a target that has no dialect. */
function messagesIn(text: string): TranslatedMessages {
  try {
    return { messages: [withMessageType(JSON.parse(text) as StreamMessage)], faults: [] }
  } catch {
    return { messages: [], faults: ['it is not JSON'] }
  }
}
