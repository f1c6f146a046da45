import type { Sent } from '../journal/frames.ts'
import type { CloseReason } from './close-reason.ts'

/** A message as text, and the position to resume from after it. */
export interface TextMessage {
  readonly position: number
  readonly text: string
}

/** Encodes messages for a transport. */
export interface Encoding {
  encode(messages: readonly TextMessage[]): Buffer
}

/** The transport of a subscription: a WebSocket, or a reply with Server-Sent Events. */
export interface Sink {
  readonly encoding: Encoding
  /** The number of sent bytes that the OS has not accepted yet. */
  readonly unreadBytes: number
  /**
   * Sends encoded messages. `onFlushed` runs, never synchronously, when the OS has accepted them.
   * `sent` describes the messages for the journal, if there is one.
   */
  send(bytes: Buffer, onFlushed?: () => void, sent?: Sent): void
  /** Resolves when the client has read everything, as far as the transport can see, or is gone. */
  delivered(): Promise<void>
  /** Pings the client, and ends the connection if it has not reacted to the last ping. */
  ping(): void
  /** Drops the connection without a close frame. */
  cutOff(): void
  /** Closes the connection, with the reason if the transport can send one. */
  close(closeReason: CloseReason): void
}
