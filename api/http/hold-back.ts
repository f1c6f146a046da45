import type { Context } from 'hono'
import type { CommitFailed } from '../../engine/index.ts'
import { replaceReply } from './apply-reply-fault.ts'
import { notRecorded } from './failure.ts'
import type { ApiEnv } from './reply.ts'

/**
 * Holds a reply back until everything that it shows is durable: a read may have seen an event whose
 * commit is in flight. If the commit fails, the reply becomes a 503. Returns undefined if the reply
 * can be sent now.
 */
export function holdBack(c: Context<ApiEnv>): Promise<void> | undefined {
  const recorded = c.get('recorded')
  return recorded && until(c, c.get('inFlight').standAside(recorded))
}

/**
 * Holds back a reply of the control API. It does not wait for a commit that a fault delays: the caller
 * moves the clock that ends the delay.
 */
export function holdBackControl(c: Context<ApiEnv>): Promise<void> | undefined {
  const recorded = c.get('recorded')
  return recorded && until(c, Promise.race([recorded, c.get('hosted').commitsSettled()]))
}

/** Waits for a commit. A failure changes the reply and what the journal keeps of the request. */
async function until(c: Context<ApiEnv>, recorded: Promise<unknown>): Promise<void> {
  c.set('recorded', undefined)
  try {
    await recorded
  } catch (error) {
    const entry = c.get('entry')
    if (entry) delete entry.caused
    // Commits reject with nothing else.
    replaceReply(c, notRecorded(c, error as CommitFailed))
  }
}
