import type { Sent } from '../journal/frames.ts'
import type { CloseReason } from './close-reason.ts'
import type { Encoding } from './encoding.ts'

/** The transport of a subscription: a WebSocket, or a reply with Server-Sent Events. */
export interface Sink {
  readonly encoding: Encoding
  /** The number of bytes that were sent and that the system has not accepted yet. */
  readonly unreadBytes: number
  /**
   * Sends encoded messages. `onFlushed` runs, never synchronously, when the system has accepted them.
   * `sent` describes the messages for the journal, if there is one.
   */
  send(bytes: Buffer, onFlushed?: () => void, sent?: Sent): void
  /** Resolves when the client has read everything, as far as the transport knows, or is gone. */
  delivered(): Promise<void>
  /** Pings the client, and ends the connection if it has not reacted to the last ping. */
  ping(): void
  /** Drops the connection without a close frame. */
  cutOff(): void
  /** Closes the connection, with the reason if the transport can send one. */
  close(closeReason: CloseReason): void
}
