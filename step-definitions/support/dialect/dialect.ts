import type { Request } from '../request.ts'
import type { DialectFile, StreamSpelling } from './dialect-file.ts'
import { orderRequestIn, Paths } from './endpoints.ts'
import { Messages, type TranslatedMessages } from './messages.ts'
import { ourStreamPath } from './our-spelling.ts'
import { readDialectFile } from './read-dialect.ts'
import { Replies } from './replies.ts'
import { TicketSpelling } from './ticket-spelling.ts'

/** A list may have the same fault in every order. */
const mostFaults = 3

/** What a reply says, be it in our words or in theirs. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * How a target spells the contract. What goes out is put into its words, what comes in into ours;
 * what it does not spell otherwise stays as it is. It renames, and makes nothing up: what cannot be
 * translated is a fault.
 */
export class Dialect {
  readonly #path: string
  readonly #stream: StreamSpelling
  readonly #paths: Paths
  readonly #tickets: TicketSpelling
  readonly #replies: Replies
  readonly #messages: Messages

  /** A dialect, and the path of its file, to name it by. */
  constructor(file: DialectFile, path: string) {
    this.#path = path
    this.#stream = file.stream ?? {}
    this.#paths = new Paths(file)
    this.#tickets = new TicketSpelling(file)
    this.#replies = new Replies(file)
    this.#messages = new Messages(file)
  }

  /** A request in their words. */
  request(request: Request): Request {
    const asked = orderRequestIn(request)
    if (!asked) return request
    const { method, path } = this.#paths.theirs(asked)
    const { endpoint, query } = asked
    const their = endpoint === 'list' ? this.#tickets.filters(query) : query
    const isTicket = endpoint === 'place' && request.body !== undefined
    return {
      ...request,
      method,
      path: their === '' ? path : `${path}?${their}`,
      ...(isTicket && { body: this.#tickets.ticket(request.body ?? '') }),
    }
  }

  /** The answer to a request of ours in our words; throws what cannot be translated. */
  answer(request: Request, answer: Answer): Answer {
    const asked = orderRequestIn(request)
    if (!asked) return answer
    const { value, faults } = this.#replies.translate(asked, answer)
    if (!value) {
      const messagesIn = faults.slice(0, mostFaults).map((fault) => this.#named(fault))
      throw new Error(messagesIn.join('\n'))
    }
    return { ...value, headers: this.#headers(answer.headers) }
  }

  /** Where the stream is. */
  get streamPath(): string {
    return this.#stream.path ?? ourStreamPath
  }

  /** What has to be sent over the stream to hear anything. */
  get subscription(): readonly string[] {
    return (this.#stream.subscribe ?? []).map((something) =>
      typeof something === 'string' ? something : JSON.stringify(something),
    )
  }

  /** Whether the target says when a subscription stands. */
  get confirmsSubscriptions(): boolean {
    return this.#stream.subscribed !== undefined
  }

  isSubscribed(text: string): boolean {
    return this.#messages.isSubscribed(text)
  }

  /** A message of the stream in our words. */
  told(text: string): TranslatedMessages {
    const { messages, faults } = this.#messages.translate(text)
    return { messages, faults: faults.map((fault) => this.#named(fault)) }
  }

  #named(fault: string): string {
    return `the dialect ${this.#path} cannot translate it, ${fault}`
  }

  /** Header fields that lead to orders lead there by our paths. */
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

/** The dialect that DIALECT names, read once; undefined where the target speaks as the contract does. */
export function dialectInUse(): Dialect | undefined {
  const path = process.env.DIALECT
  if (!path) return undefined
  const dialect = known.get(path) ?? new Dialect(readDialectFile(path), path)
  known.set(path, dialect)
  return dialect
}
