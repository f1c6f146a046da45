import type { StreamMessage } from '../../../api/contract/stream.ts'
import type { DialectFile, MessageKind, StreamSpelling } from './dialect-file.ts'
import { type Exact, excerptOf, isObject, readExactly, valueAt } from './exact-json.ts'
import { Fields, type Translated } from './fields.ts'

/** The translation of a message of the stream, which may have any number of changes. */
export interface TranslatedMessages {
  readonly messages: readonly StreamMessage[]
  readonly faults: readonly string[]
}

/** The contract's messages that are about no order. */
const ourNotices: readonly unknown[] = ['heartbeat', 'caught-up', 'going-away']

export class Messages {
  readonly #stream: StreamSpelling
  readonly #notices: readonly MessageKind[]
  readonly #fields: Fields

  constructor({ fields, stream = {} }: DialectFile) {
    this.#stream = stream
    this.#notices = [...(stream.notices ?? []), ...(stream.subscribed ? [stream.subscribed] : [])]
    this.#fields = new Fields([
      ['/fields', fields],
      ['/stream/fields', stream.fields],
    ])
  }

  /** Whether a message confirms the subscription. */
  isSubscribed(text: string): boolean {
    const { subscribed } = this.#stream
    return subscribed !== undefined && isOfKind(subscribed, text, read(text))
  }

  translate(text: string): TranslatedMessages {
    const whole = read(text)
    const isNotice = this.#notices.some((kind) => isOfKind(kind, text, whole))
    if (whole === undefined) {
      return isNotice
        ? nothing
        : faulty('/stream/notices: the message is neither JSON nor a notice')
    }
    if (isNotice) {
      return this.#order(whole).value
        ? faulty('/stream/notices: the message matches a notice, but has an order')
        : nothing
    }
    if (this.#isOurs(whole)) return { messages: [JSON.parse(text) as StreamMessage], faults: [] }
    const changes = this.#changesIn(whole)
    if (!changes) {
      return faulty(`/stream/changes: there is no list at "${this.#stream.changes}"`)
    }
    const translated = changes.map((change) => this.#change(change))
    return {
      messages: translated.flatMap(({ value }) => value ?? []),
      faults: translated.flatMap(({ faults }) => faults),
    }
  }

  /** Without `change` in the dialect, the contract's notices are notices. */
  #isOurs(whole: Exact): boolean {
    const type = isObject(whole) ? whole.type : undefined
    return this.#stream.change === undefined && ourNotices.includes(type)
  }

  #changesIn(whole: Exact): readonly Exact[] | undefined {
    const { changes } = this.#stream
    if (changes === undefined) return [whole]
    const list = valueAt(whole, changes)
    return Array.isArray(list) ? (list as readonly Exact[]) : undefined
  }

  #change(change: Exact): Translated<StreamMessage> {
    const kind = this.#stream.change
    if (kind && !isOfKind(kind, undefined, change)) {
      return { faults: [`/stream/change: ${excerptOf(change)} is neither a change nor a notice`] }
    }
    const { value: order, faults } = this.#order(change)
    if (!order) return { faults }
    const message = { ...order, type: 'order' }
    // Numbers become what a listener without a dialect would have parsed.
    return { value: JSON.parse(JSON.stringify(message)) as StreamMessage, faults }
  }

  #order(change: Exact): ReturnType<Fields['orderIn']> {
    const { order: pointer = '' } = this.#stream
    const found = valueAt(change, pointer)
    if (isObject(found)) return this.#fields.orderIn(change, found)
    return {
      faults: [`/stream/order: there is no order at "${pointer}" in ${excerptOf(change)}`],
    }
  }
}

const nothing: TranslatedMessages = { messages: [], faults: [] }
const faulty = (fault: string): TranslatedMessages => ({ messages: [], faults: [fault] })

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
