import type { OrderEvent } from '../order.ts'

/**
 * What a venue recorded in one turn of the event loop. It becomes durable as a whole or not at all.
 * Events and record values are plain JSON.
 */
export interface Commit {
  /** In order. The first position follows the last durable one. May be empty. */
  readonly events: readonly OrderEvent[]
  /** The side records that changed: their new values, or undefined for those removed. */
  readonly records: ReadonlyMap<string, unknown>
}

/** All that is durable of a log. */
export interface LogContent {
  readonly events: OrderEvent[]
  /** In the order of their last change. */
  readonly records: Map<string, unknown>
}

/** A log as a store keeps it. One venue at a time writes it. */
export interface StoredLog {
  /** Unique to this log. It stays the same for as long as the log exists. */
  readonly id: string
  /** Whether another process can take it over, so that only a commit proves that this one still has it. */
  readonly isShared?: boolean
  /**
   * Reads the whole log. The event loop runs other work meanwhile. Rejects with Superseded if another
   * process writes the log now.
   */
  load(): Promise<LogContent>
  /**
   * Resolves once the commit is durable. Wait for it to settle before the next one. If it rejects
   * (CommitFailed), call `load` before the next commit. A commit of nothing is written too: a venue
   * makes one to find out whether the store accepts commits again.
   */
  commit(commit: Commit): Promise<void>
}

/** Whether the events of a failed commit are in the log. */
export type FailedOutcome = 'not-recorded' | 'unknown'

/** A commit failed. The message says why and what an operator can do. */
export class CommitFailed extends Error {
  override readonly name = 'CommitFailed'
  readonly outcome: FailedOutcome

  constructor(message: string, outcome: FailedOutcome, options?: ErrorOptions) {
    super(message, options)
    this.outcome = outcome
  }
}

/** Another process has changed the log. Nothing was recorded. */
export class Superseded extends CommitFailed {
  constructor(message = 'Another node has taken over the venue.') {
    super(message, 'not-recorded')
  }
}
