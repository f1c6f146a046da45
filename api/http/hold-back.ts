import type { Context } from 'hono'
import type { CommitFailed } from '../../engine/index.ts'
import { replaceReply } from './apply-reply-fault.ts'
import { notRecorded } from './failure.ts'
import type { ApiEnv } from './reply.ts'

/**
 * Makes the reply to a command wait for a commit if another node can take over the venue. If another node
 * has, the commit fails, and so does the command. Without that, a refusal could be wrong. Throws CommitFailed.
 */
export function fence(c: Context<ApiEnv>): void {
  const { isShared, venue } = c.get('hosted')
  if (isShared) venue.fence()
}

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
 * Holds back a reply of the control API. If a fault delays the commit on a held clock, it does not wait,
 * because its caller moves the clock; then it states the position of the last durable event.
 */
export function holdBackControl(c: Context<ApiEnv>): Promise<void> | undefined {
  const recorded = c.get('recorded')
  if (!recorded) return undefined
  const { time, commitsSettled } = c.get('hosted')
  return time.mode === 'held'
    ? until(c, Promise.race([recorded, commitsSettled()])).then(() => stateDurableEnd(c))
    : until(c, recorded)
}

function stateDurableEnd(c: Context<ApiEnv>): void {
  const { venue } = c.get('hosted')
  if (!venue.isRecorded) c.res.headers.set('Log-Position', `${venue.durableEnd}`)
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
