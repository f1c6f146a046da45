import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { headersIn, type Reply, type Sent, summaryOf } from './client.ts'

/** What somebody wants to hear, by the names of the contract. */
export type SubscriptionParams = Readonly<Record<string, string | readonly string[]>>

/** The id of a server-sent event, and the log that the reply named. */
export interface ReceivedEvent {
  readonly id: string
  readonly log: string | null
}

/** Who hears what a connection brings. */
export interface MessageHandler {
  /**
   * Hears a message; `event` is what it came as, if the transport is server-sent events, and `at`
   * when it came, on the clock of `performance.now`, where that was not just now.
   */
  receive(
    text: string,
    how: { readonly isBinary?: boolean; readonly event?: ReceivedEvent; readonly at?: number },
  ): void
  /** Hears that the connection broke. */
  onBroken(reason: string): void
}

/** One connection to the stream, however it is made. */
export interface Connection {
  /** How it was asked for. */
  readonly sent: Sent
  /** What the target said when it was made. */
  readonly headers: Headers
  /** What an event source sends when it comes back; empty where it heard of no id. */
  readonly lastEventId?: string
  send(something: string | Buffer): void
  /** Ends it as a crash would: without a word. Nothing is heard of it after that. */
  terminate(): void
  /** Takes leave; resolves when it has ended. */
  close(): Promise<void>
  /** Resolves when it has ended; with the code that it was closed with, where there is one. */
  readonly ended: Promise<number | undefined>
}

/** Up to where one who comes back has heard everything. */
export interface ResumePoint {
  readonly position: number
  readonly log: string | null
  readonly lastEventId: string | undefined
}

/** How a connection is asked for. */
export interface ConnectOptions {
  readonly params: SubscriptionParams
  /** Header fields that lead to a venue. */
  readonly fields: Readonly<Record<string, string>>
  /** Where the connection before broke, for one who comes back. */
  readonly after?: ResumePoint | undefined
}

/** Makes a connection. Rejects with a RefusedConnection where the target says no. */
export type Connect = (call: ConnectOptions, ear: MessageHandler) => Promise<Connection>

/** The target does not let somebody listen, and said why. */
export class RefusedConnection extends Error {
  readonly reply: Reply

  constructor(reply: Reply) {
    super(`refused: ${summaryOf(reply)}`)
    this.reply = reply
  }
}

/** What was answered instead of a connection. */
export async function refusal(
  path: string,
  sent: Sent,
  response: IncomingMessage,
  sentAt: number,
): Promise<RefusedConnection> {
  const receivedAt = performance.now()
  const { statusCode: status = 0 } = response
  const headers = headersIn(response)
  const said = await text(response)
  return new RefusedConnection({
    method: 'GET',
    path,
    status,
    headers,
    text: said,
    sentAt,
    receivedAt,
    wire: { ...sent, status, replyHeaders: headers, text: said },
  })
}

/** A connection as it is asked for. */
export const getRequest = (address: URL, headers: Sent['headers']): Sent => ({
  method: 'GET',
  url: address.href,
  headers,
  body: undefined,
})

/** A path with a wish in its query. */
export function pathWith(path: string, wish: SubscriptionParams): string {
  const pairs = Object.entries(wish).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  )
  const mark = path.includes('?') ? '&' : '?'
  return pairs.length === 0 ? path : `${path}${mark}${new URLSearchParams(pairs)}`
}
