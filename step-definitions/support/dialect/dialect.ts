import type { Request } from '../request.ts'
import type { DialectFile, StreamSpelling } from './dialect-file.ts'
import { orderRequestIn, Paths } from './endpoints.ts'
import { keysOf } from './exact-json.ts'
import { Fields } from './fields.ts'
import { isMessageOfKind, Messages, type Snapshot } from './messages.ts'
import { ourStreamPath } from './our-spelling.ts'
import { readDialectFile } from './read-dialect.ts'
import { Replies } from './replies.ts'

/** A listing may have the same fault in every order. */
const mostFaults = 3

/** The translatable part of a reply. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * Which names and values a target uses for those of the contract. Requests are translated into the
 * target's names, replies and messages into the contract's. What it cannot translate is a fault. In
 * this folder "ours" means the contract's, and "theirs" the target's.
 */
export class Dialect {
  readonly #file: DialectFile
  readonly #path: string
  readonly #stream: StreamSpelling
  readonly #paths: Paths
  readonly #fields: Fields
  readonly #replies: Replies
  readonly #snapshots = new Map<string, Snapshot>()

  /** The path of the file appears in faults. */
  constructor(file: DialectFile, path: string) {
    this.#file = file
    this.#path = path
    this.#stream = file.stream ?? {}
    this.#paths = new Paths(file)
    this.#fields = new Fields([['/fields', file.fields]])
    this.#replies = new Replies(file)
  }

  /** The symbols that the target trades; undefined if it trades those of the core. */
  get symbols(): readonly string[] | undefined {
    return this.#file.symbols
  }

  /** Translates a request of the contract. */
  request(request: Request): Request {
    const parts = orderRequestIn(request)
    if (!parts) return request
    const { method, path } = this.#paths.theirs(parts)
    const { endpoint, query } = parts
    const theirQuery = endpoint === 'list' ? this.#fields.filters(query) : query
    const ticket = endpoint === 'place' ? request.body : undefined
    return {
      ...request,
      method,
      path: theirQuery === '' ? path : `${path}?${theirQuery}`,
      ...(ticket !== undefined && { body: this.#wrapped(this.#fields.ticket(ticket)) }),
    }
  }

  #wrapped(ticket: string): string {
    const keys = keysOf(this.#file.place?.ticket ?? '')
    return keys.reduceRight((inner, key) => `{${JSON.stringify(key)}:${inner}}`, ticket)
  }

  /** Translates the answer to a request of the contract; throws what cannot be translated. */
  answer(request: Request, answer: Answer): Answer {
    const parts = orderRequestIn(request)
    if (!parts) return answer
    const { status, text } = answer
    const headers = this.#headers(answer.headers, this.#paths.theirs(parts).path)
    const reply = { status, text, location: headers.get('location') }
    const { value, faults } = this.#replies.translate(parts, reply)
    if (value) return { status: value.status, text: value.text, headers }
    throw new Error(this.#named(faults.slice(0, mostFaults)).join('\n'))
  }

  /** The path of the stream. */
  get streamPath(): string {
    return this.#stream.path ?? ourStreamPath
  }

  /** The messages that subscribe to the stream. */
  get subscription(): readonly string[] {
    return (this.#stream.subscribe ?? []).map(sentAs)
  }

  /** The messages that subscribe to an order; empty if the stream is about all orders. */
  subscriptionTo(orderId: string): readonly string[] {
    const json = this.#fields.theirJson('orderId', JSON.stringify(orderId))
    return (this.#stream.subscribePerOrder ?? []).map((message) =>
      typeof message === 'string'
        ? message.replaceAll('{orderId}', () => orderId)
        : JSON.stringify(message)
            .replaceAll('"{orderId}"', () => json)
            .replaceAll('{orderId}', () => JSON.stringify(orderId).slice(1, -1)),
    )
  }

  /** Whether the target confirms a subscription. */
  get confirmsSubscriptions(): boolean {
    return this.#stream.subscribed !== undefined
  }

  /** Whether each message has all orders of the venue. */
  get sendsSnapshots(): boolean {
    return this.#stream.snapshot === true
  }

  isSubscribed(text: string): boolean {
    const { subscribed } = this.#stream
    return subscribed !== undefined && isMessageOfKind(subscribed, text)
  }

  /** Translates the messages of one new connection. */
  newConnection(): Messages {
    return new Messages(this.#file, (faults) => this.#named(faults), this.#snapshots)
  }

  #named(faults: readonly string[]): string[] {
    return faults.map((fault) => `the dialect ${this.#path} cannot translate it: ${fault}`)
  }

  /** Translates the paths in `Location` and `Link`, which may be relative to that of the request. */
  #headers(headers: Headers, path: string): Headers {
    const ours = new Headers(headers)
    for (const [name, references] of [
      ['location', /^.*$/] as const,
      ['link', /(?<=<)[^>]*/g] as const,
    ]) {
      const value = headers.get(name)
      if (value !== null)
        ours.set(
          name,
          value.replace(references, (to) => this.#reference(to, path)),
        )
    }
    return ours
  }

  #reference(reference: string, path: string): string {
    const address = URL.parse(reference, `http://target${path}`)
    if (!address) return reference
    const theirs = address.pathname + address.search
    const found = this.#paths.ours(theirs)
    if (!found) return address.host === 'target' ? theirs : reference
    const query = this.#fields.ourFilters(found.query)
    return query === '' ? found.path : `${found.path}?${query}`
  }
}

const sentAs = (message: unknown) =>
  typeof message === 'string' ? message : JSON.stringify(message)

const known = new Map<string, Dialect>()

/** The dialect that DIALECT names, read once; undefined if the target has none. */
export function dialectInUse(): Dialect | undefined {
  const path = process.env.DIALECT
  if (!path) return undefined
  const dialect = known.get(path) ?? new Dialect(readDialectFile(path), path)
  known.set(path, dialect)
  return dialect
}
