import type { Context } from 'hono'
import type { Venue } from '../../engine/index.ts'
import type { MetFault } from '../faults/fault-rules.ts'
import type { Endpoint } from '../faults/latencies.ts'
import type { RequestSubject } from '../faults/request-match.ts'
import { type Failure, failure } from './failure.ts'
import type { ApiEnv } from './reply.ts'

/** How an endpoint acts on what was wanted of it, once all is checked. */
export interface Commit<T, R extends Response = Response> {
  readonly endpoint: Endpoint
  /** Which order it is about, as far as that is known. */
  readonly about: (wanted: T, venue: Venue) => Omit<RequestSubject, 'endpoint'>
  readonly act: (c: Context<ApiEnv>, wanted: T) => R | Promise<R>
}

/**
 * Has an endpoint act, and lets happen what is staged for the request: a breakpoint holds it, a fault
 * befalls it before it acts or befalls its reply after it has. Only a request that can be acted upon
 * comes here; one that breaks the contract, or is a dry run, has nothing to commit.
 */
export function atCommit<T, R extends Response>(
  c: Context<ApiEnv>,
  commit: Commit<T, R>,
  wanted: T,
): R | Promise<R | Failure> {
  return c.get('hosted').staging.isQuiet ? commit.act(c, wanted) : asStaged(c, commit, wanted)
}

async function asStaged<T, R extends Response>(
  c: Context<ApiEnv>,
  { endpoint, about, act }: Commit<T, R>,
  wanted: T,
): Promise<R | Failure> {
  const { venue, staging } = c.get('hosted')
  const request = { endpoint, ...about(wanted, venue) }
  const breakpoint = staging.breakpoints.met(request)
  if (breakpoint !== undefined) {
    await c.get('visit').pause<void>((goOn) => staging.breakpoints.hold(request, breakpoint, goOn))
  }

  const before = staging.faults.meet('before-commit', request)
  const failed = before && (await befallRequest(c, before))
  if (failed) return failed
  const answer = await act(c, wanted)
  const after = staging.faults.meet('after-commit', request)
  if (after) befallsReply(c, after)
  return answer
}

/** Has the reply meet a fault once the venue has done its part. */
function befallsReply(c: Context<ApiEnv>, met: MetFault): void {
  note(c, met)
  c.set('fault', met.fault)
}

/** The journal tells of a fault what the client is not told. */
function note(c: Context<ApiEnv>, { rule, at, fault }: MetFault): void {
  const entry = c.get('entry')
  if (entry) entry.faults = [...(entry.faults ?? []), { rule, at, does: fault.does }]
}

/** Lets a fault befall a request that has not acted: what it is answered with, if it never will. */
async function befallRequest(c: Context<ApiEnv>, met: MetFault): Promise<Failure | undefined> {
  const { fault } = met
  note(c, met)
  switch (fault.does) {
    case 'answer':
      return failure(c, fault, 'before-commit')
    case 'delay':
      await c.get('visit').wait(fault.ms)
      return undefined
    default:
      c.set('fault', fault)
      // What is sent of it, if anything, is half of it.
      return failure(c, { status: 502 }, 'before-commit')
  }
}
