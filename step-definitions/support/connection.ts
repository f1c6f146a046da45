import type { IncomingMessage } from 'node:http'
import { type Reply, readReply, summaryOf } from './client.ts'
import { dialectInUse } from './dialect/dialect.ts'
import { inMiB, type Sent } from './http.ts'

/** The query parameters of a subscription, by the names of the contract. */
export type SubscriptionParams = Readonly<Record<string, string | readonly string[]>>

/** The id of a server-sent event, and the log that the response named. */
export interface ReceivedEvent {
  readonly id: string
  readonly log: string | null
}

/** Handles what arrives over a connection. */
export interface MessageHandler {
  /**
   * Receives a message. `event` is set if it came as a server-sent event. `at` is its arrival time
   * on the clock of `performance.now`; by default now.
   */
  receive(
    text: string,
    how: { readonly isBinary?: boolean; readonly event?: ReceivedEvent; readonly at?: number },
  ): void
  /** Called when the connection fails. */
  onBroken(reason: string): void
  /** Called when the client cut the connection off; `howMuch` says which limit was exceeded. */
  onFlood(howMuch: string): void
}

const { ORDERS, LISTENERS } = process.env
const orders = Number(ORDERS || 0)

/** The most that one connection may send. An order of a burst needs some 800 bytes. */
export const streamLimit = {
  messages: Math.max(20_000, 4 * orders),
  bytes: Math.max(4 * 2 ** 20, 4096 * orders),
}

/** The most, in characters, that all listeners of a scenario keep together. */
export const mostKept = Math.max(32 * 2 ** 20, streamLimit.bytes * Number(LISTENERS || 0))

/** The most that a stream may send if each of its messages has all orders of the venue. */
const snapshotBytes = 2 ** 28

/** Counts what comes over one connection. */
export class StreamMeter {
  readonly #mostBytes = dialectInUse()?.sendsSnapshots ? snapshotBytes : streamLimit.bytes
  #messages = 0
  #bytes = 0

  /** Returns what was too much as soon as more has come than `streamLimit` allows. */
  add({ messages = 0, bytes = 0 }: Partial<typeof streamLimit>): string | undefined {
    this.#messages += messages
    this.#bytes += bytes
    if (this.#messages > streamLimit.messages) return `more than ${streamLimit.messages} messages`
    return this.#bytes > this.#mostBytes ? `more than ${inMiB(this.#mostBytes)}` : undefined
  }
}

/** One connection to the stream, over any transport. */
export interface Connection {
  /** The request that opened it. */
  readonly sent: Sent
  /** The header fields of the response that opened it. */
  readonly headers: Headers
  /**
   * What an event source sends as its last event id when it reconnects; empty before the first id.
   */
  readonly lastEventId?: string
  send(data: string | Buffer): void
  /** Whether messages are passed on later than they arrive. */
  readonly isDelayed?: boolean
  /** Destroys the socket, as a crash would. No message arrives after that. */
  terminate(): void
  /** Closes the connection properly; resolves when it has ended. */
  close(): Promise<void>
  /** Resolves when it has ended, with the close code if there is one. */
  readonly ended: Promise<number | undefined>
}

/** Where a broken connection continues: after the last message that was received. */
export interface ResumePoint {
  readonly position: number
  readonly log: string | null
  readonly lastEventId: string | undefined
}

export interface ConnectOptions {
  readonly params: SubscriptionParams
  /** Header fields that select a venue. */
  readonly fields: Readonly<Record<string, string>>
  /** Set when a client reconnects. */
  readonly after?: ResumePoint | undefined
}

/** Opens a connection. Rejects with a RefusedConnection if the target refuses it. */
export type Connect = (options: ConnectOptions, handler: MessageHandler) => Promise<Connection>

/** The target refused to open a connection, with this reply. */
export class RefusedConnection extends Error {
  readonly reply: Reply

  constructor(reply: Reply) {
    super(`refused: ${summaryOf(reply)}`)
    this.reply = reply
  }
}

/** The error for a response that came instead of a connection. */
export async function refusal(
  path: string,
  sent: Sent,
  response: IncomingMessage,
  sentAt: number,
): Promise<RefusedConnection> {
  return new RefusedConnection(await readReply({ method: 'GET', path }, sent, sentAt, response))
}

/** The request that opens a connection. */
export const getRequest = (address: URL, headers: Sent['headers']): Sent => ({
  method: 'GET',
  url: address.href,
  headers,
  body: undefined,
})

/** A path with these parameters in its query. */
export function pathWith(path: string, params: SubscriptionParams): string {
  const pairs = Object.entries(params).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  )
  const mark = path.includes('?') ? '&' : '?'
  return pairs.length === 0 ? path : `${path}${mark}${new URLSearchParams(pairs)}`
}
