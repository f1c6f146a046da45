import type { StoredLog } from '../../engine/index.ts'

/** Where the logs of durable venues are kept. One process at a time uses it, or several nodes (nats-store.ts). */
export interface Store {
  /** For people, such as `./papertape.db (SQLite)`. */
  readonly description: string
  /** The names of the venues that have a log, oldest first. */
  venues(): Promise<readonly string[]>
  /** Opens the log of a venue. Creates an empty one with a new id if it has none. */
  open(venue: string): Promise<StoredLog>
  /** Deletes the log of a venue for good. */
  remove(venue: string): Promise<void>
  /** Releases the store for another process. */
  close(): Promise<void>
}

/** A store cannot be used. The message is one line: what is wrong, and what an operator can do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}
