import type { OrderMessage, StreamMessage } from '../../../api/contract/stream.ts'
import type { DialectFile, MessageKind, StreamSpelling } from './dialect-file.ts'
import {
  type Exact,
  type ExactObject,
  excerptOf,
  isObject,
  readExactly,
  valueAt,
} from './exact-json.ts'
import { entriesAt, Fields, fault, type ListEntry, type Translated } from './fields.ts'

/** The translation of a message of the stream, which may have any number of changes. */
export interface TranslatedMessages {
  readonly messages: readonly StreamMessage[]
  readonly faults: readonly string[]
}

/** The contract's messages that are about no order. */
const ourNotices: readonly unknown[] = ['heartbeat', 'caught-up', 'going-away']

/** Translates the messages of one connection, in their order. */
export class Messages {
  readonly #stream: StreamSpelling
  readonly #pattern: RegExp | undefined
  readonly #notices: readonly MessageKind[]
  readonly #fields: Fields
  readonly #named: (faults: readonly string[]) => readonly string[]
  readonly #snapshots: Map<string, Snapshot>
  /** Orders whose next message states their status, and whether they were placed just now. */
  readonly #expected = new Map<string, boolean>()
  /** The last snapshot of this connection. */
  #last: Snapshot | undefined

  /**
   * `named` completes faults. Connections share the last snapshots, by their texts: many listeners
   * receive the same ones, and each may have thousands of orders.
   */
  constructor(
    { fields, stream = {} }: DialectFile,
    named: (faults: readonly string[]) => readonly string[] = (faults) => faults,
    snapshots = new Map<string, Snapshot>(),
  ) {
    this.#named = named
    this.#snapshots = snapshots
    const { notices = [], subscribed, pattern, snapshot } = stream
    this.#stream = stream
    this.#pattern = pattern === undefined ? undefined : new RegExp(pattern, 'su')
    // A snapshot may confirm the subscription; then it looks like every other.
    this.#notices = subscribed && !snapshot ? [...notices, subscribed] : notices
    this.#fields = new Fields([
      ['/fields', fields],
      ['/stream/fields', stream.fields],
    ])
  }

  /**
   * The next message about this order will state its status, because the listener subscribes to it.
   * If the order is new, PENDING counts as received, even if its subscription came too late for it.
   */
  expectStatusOf(orderId: string, isNew: boolean): void {
    this.#expected.set(orderId, isNew)
  }

  isExpectingStatusOf(orderId: string): boolean {
    return this.#expected.has(orderId)
  }

  translate(text: string): TranslatedMessages {
    const { messages, faults } = this.#read(text)
    return {
      messages: messages.flatMap((message) => this.#changesBy(message)),
      faults: this.#named(faults),
    }
  }

  #changesBy(message: StreamMessage): StreamMessage[] {
    if (message.type !== 'order') return [message]
    const { type, orderId, orderStatus } = message
    const isNew = this.#expected.get(orderId)
    if (isNew === undefined) return [message]
    this.#expected.delete(orderId)
    if (!isNew) return []
    const first = { type, orderId, orderStatus: 'PENDING' } as OrderMessage
    return orderStatus === 'PENDING' ? [message] : [first, message]
  }

  #read(text: string): TranslatedMessages {
    const snapshot = this.#snapshots.get(text)
    if (snapshot) return this.#newIn(snapshot)
    const texts = this.#pattern?.exec(text)?.groups
    if (texts) return asMessages([this.#fields.orderOf(text, texts)])
    const whole = read(text)
    if (this.#notices.some((kind) => isOfKind(kind, text, whole))) {
      const isChange = whole !== undefined && this.#order([undefined, whole]).value
      return isChange
        ? faulty('/stream/notices: the message matches a notice, but has an order')
        : nothing
    }
    if (this.#pattern) return faulty('/stream/pattern: the message neither matches nor is a notice')
    if (whole === undefined)
      return faulty('/stream/notices: the message is neither JSON nor a notice')
    if (this.#isOurs(whole)) return { messages: [JSON.parse(text) as StreamMessage], faults: [] }
    return this.#changesIn(whole, text)
  }

  /** Without `change` in the dialect, the contract's notices are notices. */
  #isOurs(whole: Exact): boolean {
    const type = isObject(whole) ? whole.type : undefined
    return this.#stream.change === undefined && ourNotices.includes(type)
  }

  #changesIn(whole: Exact, text: string): TranslatedMessages {
    const { changes, byId, snapshot } = this.#stream
    if (changes === undefined) return asMessages([this.#change([undefined, whole])])
    const { value: entries, faults } = entriesAt('/stream/changes', whole, changes, byId)
    if (!entries) return { messages: [], faults }
    const orders = entries.map((entry) => this.#change(entry))
    return snapshot ? this.#newIn(this.#remembered(text, orders)) : asMessages(orders)
  }

  #remembered(text: string, orders: Orders): Snapshot {
    const snapshot = new Snapshot(orders)
    this.#snapshots.set(text, snapshot)
    const [oldest] = this.#snapshots.keys()
    if (oldest !== undefined && this.#snapshots.size > mostSnapshots) this.#snapshots.delete(oldest)
    return snapshot
  }

  #newIn(snapshot: Snapshot): TranslatedMessages {
    const before = this.#last
    this.#last = snapshot
    return asMessages(snapshot.changesSince(before))
  }

  #change(change: ListEntry): Translated<ExactObject> {
    const kind = this.#stream.change
    if (!kind || isOfKind(kind, undefined, change[1])) return this.#order(change)
    return fault(`/stream/change: ${excerptOf(change[1])} is neither a change nor a notice`)
  }

  #order([orderId, change]: ListEntry): Translated<ExactObject> {
    const { order: pointer = '' } = this.#stream
    const found = valueAt(change, pointer)
    if (isObject(found)) return this.#fields.orderIn(change, found, orderId)
    return fault(`/stream/order: there is no order at "${pointer}" in ${excerptOf(change)}`)
  }
}

type Orders = readonly Translated<ExactObject>[]

/** How many snapshots are kept. */
const mostSnapshots = 32

/** The orders in a message that has all orders of the venue. */
export class Snapshot {
  readonly #orders: Orders
  readonly #statuses: ReadonlyMap<Exact | undefined, Exact | undefined>
  #before: Snapshot | undefined
  #changes: Orders | undefined

  constructor(orders: Orders) {
    this.#orders = orders
    this.#statuses = new Map(orders.map(({ value }) => [value?.orderId, value?.orderStatus]))
  }

  /** What is new in it. The first one of a connection is the state before all changes. */
  changesSince(before: Snapshot | undefined): Orders {
    if (this.#changes === undefined || this.#before !== before) {
      this.#changes = this.#orders.filter(
        ({ value }) =>
          !value || (before && before.#statuses.get(value.orderId) !== value.orderStatus),
      )
      this.#before = before
    }
    return this.#changes
  }
}

const nothing: TranslatedMessages = { messages: [], faults: [] }
const faulty = (text: string): TranslatedMessages => ({ messages: [], ...fault(text) })

const asMessages = (orders: readonly Translated<ExactObject>[]): TranslatedMessages => ({
  // Numbers become what a listener without a dialect would have parsed.
  messages: orders.flatMap(({ value }) =>
    value ? [JSON.parse(JSON.stringify({ ...value, type: 'order' })) as StreamMessage] : [],
  ),
  faults: orders.flatMap(({ faults }) => faults),
})

/** Whether a message is of this kind. */
export const isMessageOfKind = (kind: MessageKind, text: string) => isOfKind(kind, text, read(text))

function isOfKind({ at, is, text }: MessageKind, whole: string | undefined, message?: Exact) {
  if (text !== undefined && text !== whole) return false
  if (at === undefined) return true
  const found = message === undefined ? undefined : valueAt(message, at)
  if (is === undefined) return found !== undefined
  return [is].flat().some((value) => JSON.stringify(value) === JSON.stringify(found))
}

function read(text: string): Exact | undefined {
  try {
    return readExactly(text)
  } catch {
    return undefined
  }
}
