import type { Context } from 'hono'
import type { Venue } from '../../engine/index.ts'
import type { MatchedFault } from '../faults/fault-rules.ts'
import type { Endpoint } from '../faults/latencies.ts'
import type { RequestSubject } from '../faults/request-match.ts'
import { type Failure, failure } from './failure.ts'
import type { ApiEnv } from './reply.ts'

/** How an endpoint acts on what was wanted of it, once all is checked. */
export interface Command<T, R extends Response = Response> {
  readonly endpoint: Endpoint
  /** Which order it is about, as far as that is known. */
  readonly subjectOf: (wanted: T, venue: Venue) => Omit<RequestSubject, 'endpoint'>
  readonly run: (c: Context<ApiEnv>, wanted: T) => R | Promise<R>
}

/**
 * Has an endpoint act, and lets happen what is staged for the request: a breakpoint holds it, a fault
 * befalls it before it acts or befalls its reply after it has. Only a request that can be acted upon
 * comes here; one that breaks the contract, or is a dry run, has nothing to commit.
 */
export function runCommand<T, R extends Response>(
  c: Context<ApiEnv>,
  commit: Command<T, R>,
  wanted: T,
): R | Promise<R | Failure> {
  return c.get('hosted').faultInjection.isEmpty
    ? commit.run(c, wanted)
    : runWithFaults(c, commit, wanted)
}

async function runWithFaults<T, R extends Response>(
  c: Context<ApiEnv>,
  { endpoint, subjectOf: about, run: act }: Command<T, R>,
  wanted: T,
): Promise<R | Failure> {
  const { venue, faultInjection } = c.get('hosted')
  const request = { endpoint, ...about(wanted, venue) }
  const breakpoint = faultInjection.breakpoints.match(request)
  if (breakpoint !== undefined) {
    await c
      .get('inFlight')
      .pause<void>((goOn) => faultInjection.breakpoints.hold(request, breakpoint, goOn))
  }

  const before = faultInjection.faults.match('before-commit', request)
  const failed = before && (await applyRequestFault(c, before))
  if (failed) return failed
  const answer = await act(c, wanted)
  const after = faultInjection.faults.match('after-commit', request)
  if (after) setReplyFault(c, after)
  return answer
}

/** Has the reply meet a fault once the venue has done its part. */
function setReplyFault(c: Context<ApiEnv>, met: MatchedFault): void {
  recordFault(c, met)
  c.set('fault', met.fault)
}

/** The journal tells of a fault what the client is not told. */
function recordFault(c: Context<ApiEnv>, { rule, at, fault }: MatchedFault): void {
  const entry = c.get('entry')
  if (entry) entry.faults = [...(entry.faults ?? []), { rule, at, does: fault.does }]
}

/** Lets a fault befall a request that has not acted: what it is answered with, if it never will. */
async function applyRequestFault(
  c: Context<ApiEnv>,
  met: MatchedFault,
): Promise<Failure | undefined> {
  const { fault } = met
  recordFault(c, met)
  switch (fault.does) {
    case 'answer':
      return failure(c, fault, 'before-commit')
    case 'delay':
      await c.get('inFlight').wait(fault.ms)
      return undefined
    default:
      c.set('fault', fault)
      // What is sent of it, if anything, is half of it.
      return failure(c, { status: 502 }, 'before-commit')
  }
}
