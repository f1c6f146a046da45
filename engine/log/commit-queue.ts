import type { OrderEvent } from '../order.ts'
import { type Commit, CommitFailed } from './stored-log.ts'

/** Makes a commit durable, or rejects; see `StoredLog`. */
export type WriteCommit = (commit: Commit) => Promise<void>

interface Group {
  readonly events: OrderEvent[]
  readonly records: Map<string, unknown>
  readonly done: PromiseWithResolvers<void>
}

const nothing = Promise.resolve()

/**
 * Commits what a log records.
 *
 * - What one turn of the event loop records is one commit. One commit is in flight; the next one collects
 *   meanwhile, so a busy log commits in large groups, and an idle one without delay.
 * - `write` is asked before each commit. While it returns undefined and nothing waits, changes are durable
 *   at once. It throws CommitFailed while nothing may be recorded.
 * - `onDurable` receives the number of events of each commit.
 */
export function createCommitQueue(
  write: () => WriteCommit | undefined,
  { onDurable, onFailed }: { onDurable(count: number): void; onFailed(error: CommitFailed): void },
) {
  let collecting: Group | undefined
  let inFlight: Group | undefined
  /** Why nothing can be added any more. */
  let ended: CommitFailed | undefined
  /** Whether something was added that will never be durable, as far as is known. */
  let isLost = false

  /** The group that collects; undefined if the change needs no commit. */
  function group(): Group | undefined {
    if (ended) throw ended
    if (collecting) return collecting
    if (!inFlight && !write()) return undefined
    collecting = { events: [], records: new Map(), done: Promise.withResolvers() }
    // A group may fail before anybody waits for it.
    collecting.done.promise.catch(() => {})
    // Not a microtask: all requests that arrive in this turn belong to one commit.
    if (!inFlight) setImmediate(commit)
    return collecting
  }

  async function commit(): Promise<void> {
    if (!collecting || ended) return
    inFlight = collecting
    collecting = undefined
    const { events, done } = inFlight
    try {
      await write()?.(inFlight)
    } catch (error) {
      const reason = asFailure(error)
      inFlight = undefined
      isLost = true
      done.reject(reason)
      end(reason)
      return
    }
    inFlight = undefined
    onDurable(events.length)
    done.resolve()
    // In a turn of its own, so that what a request records stays in one commit.
    if (collecting) setImmediate(commit)
  }

  /** Ends the queue after a failure. What collects was never written, so it is not recorded. */
  function end(reason: CommitFailed): void {
    if (ended) return
    ended = new CommitFailed(reason.message, 'not-recorded', { cause: reason })
    collecting?.done.reject(ended)
    collecting = undefined
    onFailed(reason)
  }

  return {
    /** Whether everything recorded so far is durable. */
    get isIdle() {
      return collecting === undefined && inFlight === undefined && !isLost
    },
    /** Whether a commit is in flight or about to start. */
    get isCommitting() {
      return collecting !== undefined || inFlight !== undefined
    },
    /** Adds an event. Returns whether it waits for a commit. Throws CommitFailed after a failure. */
    add(event: OrderEvent): boolean {
      return group()?.events.push(event) !== undefined
    },
    /** Adds a change of a side record; undefined removes it. Throws CommitFailed after a failure. */
    set(name: string, value: unknown): void {
      group()?.records.set(name, value)
    },
    /** Adds nothing, and so makes a commit that may be empty. Throws CommitFailed after a failure. */
    fence(): void {
      group()
    },
    /** Resolves once everything added so far is durable. Rejects with CommitFailed. */
    recorded(): Promise<void> {
      if (!isLost) return (collecting ?? inFlight)?.done.promise ?? nothing
      const lost = Promise.reject(ended)
      // The caller may be gone before it looks.
      lost.catch(() => {})
      return lost
    },
    /** Resolves once the commit in flight has settled. What collects is refused, and nothing can be added. */
    async abandon(
      reason = new CommitFailed('The venue has stopped.', 'not-recorded'),
    ): Promise<void> {
      ended ??= reason
      if (collecting) isLost = true
      collecting?.done.reject(ended)
      collecting = undefined
      await inFlight?.done.promise.catch(() => {})
    },
  }
}

const asFailure = (error: unknown): CommitFailed =>
  error instanceof CommitFailed
    ? error
    : new CommitFailed(`The log cannot be written: ${(error as Error).message}`, 'unknown', {
        cause: error,
      })
