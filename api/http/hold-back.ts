import type { Context } from 'hono'
import type { CommitFailed, Venue } from '../../engine/index.ts'
import { replaceReply } from './apply-reply-fault.ts'
import { notRecorded } from './failure.ts'
import type { ApiEnv } from './reply.ts'

/**
 * Holds a reply back until everything that it shows is durable: a read may have seen an event whose
 * commit is in flight. If the commit fails, the reply becomes a 503. Returns undefined if the reply
 * can be sent now. The reply of a stream shows only durable events.
 */
export function holdBack(c: Context<ApiEnv>): Promise<void> | undefined {
  const { venue } = c.get('hosted')
  if (venue.isRecorded || c.get('logPosition') !== undefined) return undefined
  return holdUntilRecorded(c, venue)
}

async function holdUntilRecorded(c: Context<ApiEnv>, venue: Venue): Promise<void> {
  try {
    await c.get('inFlight').standAside(venue.recorded())
  } catch (error) {
    // `recorded` rejects with nothing else.
    replaceReply(c, notRecorded(c, error as CommitFailed))
  }
}

/**
 * Holds back a reply of the control API. It does not wait for a commit that a fault delays: the caller
 * moves the clock that ends the delay.
 */
export async function holdBackControl(c: Context<ApiEnv>): Promise<void> {
  const { venue, commitsSettled } = c.get('hosted')
  if (venue.isRecorded) return
  let failure: CommitFailed | undefined
  venue.recorded().catch((error: CommitFailed) => {
    failure = error
  })
  await commitsSettled()
  if (failure) replaceReply(c, notRecorded(c, failure))
}
