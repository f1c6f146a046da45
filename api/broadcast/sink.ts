import type { Sent } from '../journal/frames.ts'
import type { CloseReason } from './close-reason.ts'
import type { Encoding } from './encoding.ts'

/** Where the messages of a subscription go: a WebSocket, or a reply that does not end. */
export interface Sink {
  readonly encoding: Encoding
  /** How many bytes were sent that the system has not taken yet. */
  readonly unreadBytes: number
  /**
   * Sends bytes of its wire; `onTaken` is called, not at once, when the system has taken them. `told`
   * is what they tell, where a journal is kept.
   */
  send(bytes: Buffer, onTaken?: () => void, sent?: Sent): void
  /** Resolves when the client has read what was sent, as far as its transport can tell, or is gone. */
  delivered(): Promise<void>
  /** Asks for a sign of life; ends the connection when there was none since it was asked last. */
  ping(): void
  /** Breaks the connection off without a word. */
  cutOff(): void
  /** Ends the connection and says why, where the transport can. */
  close(closeReason: CloseReason): void
}
