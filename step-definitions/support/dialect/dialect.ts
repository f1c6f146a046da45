import type { Request } from '../request.ts'
import type { DialectFile, StreamSpelling } from './dialect-file.ts'
import { orderRequestIn, Paths } from './endpoints.ts'
import { Messages, type TranslatedMessages } from './messages.ts'
import { ourStreamPath } from './our-spelling.ts'
import { readDialectFile } from './read-dialect.ts'
import { Replies } from './replies.ts'
import { TicketSpelling } from './ticket-spelling.ts'

/** A listing may have the same fault in every order. */
const mostFaults = 3

/** The translatable part of a reply. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * Which names and values a target uses for those of the contract. Requests are translated into the target's names, replies and
 * messages into the contract's. It only renames: what it cannot translate is a fault. In this
 * folder "ours" means the contract's, and "theirs" the target's.
 */
export class Dialect {
  readonly #path: string
  readonly #symbols: readonly string[] | undefined
  readonly #stream: StreamSpelling
  readonly #paths: Paths
  readonly #tickets: TicketSpelling
  readonly #replies: Replies
  readonly #messages: Messages

  /** The path of the file appears in faults. */
  constructor(file: DialectFile, path: string) {
    this.#path = path
    this.#symbols = file.symbols
    this.#stream = file.stream ?? {}
    this.#paths = new Paths(file)
    this.#tickets = new TicketSpelling(file)
    this.#replies = new Replies(file)
    this.#messages = new Messages(file)
  }

  /** Translates a request of the contract. */
  request(request: Request): Request {
    const parts = orderRequestIn(request)
    if (!parts) return request
    const { method, path } = this.#paths.theirs(parts)
    const { endpoint, query } = parts
    const theirQuery = endpoint === 'list' ? this.#tickets.filters(query) : query
    const isTicket = endpoint === 'place' && request.body !== undefined
    return {
      ...request,
      method,
      path: theirQuery === '' ? path : `${path}?${theirQuery}`,
      ...(isTicket && { body: this.#tickets.ticket(request.body ?? '') }),
    }
  }

  /** Translates the answer to a request of the contract; throws what cannot be translated. */
  answer(request: Request, answer: Answer): Answer {
    const parts = orderRequestIn(request)
    if (!parts) return answer
    const { value, faults } = this.#replies.translate(parts, answer)
    if (!value) {
      const shown = faults.slice(0, mostFaults).map((fault) => this.#named(fault))
      throw new Error(shown.join('\n'))
    }
    return { ...value, headers: this.#headers(answer.headers) }
  }

  /** The symbols that the target trades; undefined if it trades those of the core. */
  get symbols(): readonly string[] | undefined {
    return this.#symbols
  }

  /** The path of the stream. */
  get streamPath(): string {
    return this.#stream.path ?? ourStreamPath
  }

  /** The messages that subscribe to the stream. */
  get subscription(): readonly string[] {
    return (this.#stream.subscribe ?? []).map((message) =>
      typeof message === 'string' ? message : JSON.stringify(message),
    )
  }

  /** Whether the target confirms a subscription. */
  get confirmsSubscriptions(): boolean {
    return this.#stream.subscribed !== undefined
  }

  isSubscribed(text: string): boolean {
    return this.#messages.isSubscribed(text)
  }

  /** Translates a message of the stream. */
  messagesIn(text: string): TranslatedMessages {
    const { messages, faults } = this.#messages.translate(text)
    return { messages, faults: faults.map((fault) => this.#named(fault)) }
  }

  #named(fault: string): string {
    return `the dialect ${this.#path} cannot translate it: ${fault}`
  }

  /** Translates the paths in `Location` and `Link`. */
  #headers(headers: Headers): Headers {
    const ours = new Headers(headers)
    const location = headers.get('location')
    if (location !== null) ours.set('location', this.#reference(location))
    const link = headers.get('link')
    if (link !== null) {
      ours.set(
        'link',
        link.replaceAll(/<([^>]*)>/g, (_, to: string) => `<${this.#reference(to)}>`),
      )
    }
    return ours
  }

  #reference(reference: string): string {
    const address = URL.parse(reference, 'http://target')
    const found = address && this.#paths.ours(address.pathname + address.search)
    if (!found) return reference
    const query = this.#tickets.ourFilters(found.query)
    return query === '' ? found.path : `${found.path}?${query}`
  }
}

const known = new Map<string, Dialect>()

/** The dialect that DIALECT names, read once; undefined if the target has none. */
export function dialectInUse(): Dialect | undefined {
  const path = process.env.DIALECT
  if (!path) return undefined
  const dialect = known.get(path) ?? new Dialect(readDialectFile(path), path)
  known.set(path, dialect)
  return dialect
}
