import type { Context } from 'hono'
import type { Venue } from '../../engine/index.ts'
import type { MatchedFault } from '../faults/fault-rules.ts'
import type { Endpoint } from '../faults/latencies.ts'
import type { RequestSubject } from '../faults/request-match.ts'
import { noVerdicts, RuleVerdicts } from '../journal/rule-verdicts.ts'
import { type Failure, failure } from './failure.ts'
import { fence } from './hold-back.ts'
import { tellOf } from './journal-notes.ts'
import type { ApiEnv } from './reply.ts'

/** How an endpoint acts once a request is validated. */
export interface Command<T, R extends Response = Response> {
  readonly endpoint: Endpoint
  /** The fields that rules match. */
  readonly subjectOf: (wanted: T, venue: Venue) => Omit<RequestSubject, 'endpoint'>
  readonly run: (c: Context<ApiEnv>, wanted: T) => R | Promise<R>
}

/**
 * Runs a command under the venue's breakpoints and fault rules. A breakpoint holds the request
 * before it acts. Then the first matching fault applies, separately before and after the commit.
 * Invalid requests and dry runs never get here.
 */
export function runCommand<T, R extends Response>(
  c: Context<ApiEnv>,
  command: Command<T, R>,
  wanted: T,
): R | Promise<R | Failure> {
  c.set('showsLog', true)
  const { faultInjection, outcomes } = c.get('hosted')
  const { isEmpty } = faultInjection
  const entry = c.get('entry')
  const isRuled = !isEmpty || (command.endpoint === 'POST /orders' && outcomes.size > 0)
  if (entry) entry.why = isRuled ? new RuleVerdicts() : noVerdicts
  return isEmpty ? runNow(c, command, wanted) : runWithFaults(c, command, wanted)
}

/**
 * Runs a command. Throws CommitFailed during an outage, even if it would record nothing. Reads go on.
 */
function runNow<T, R extends Response>(
  c: Context<ApiEnv>,
  { endpoint, run }: Command<T, R>,
  wanted: T,
): R | Promise<R> {
  if (endpoint.startsWith('GET ')) return run(c, wanted)
  const { reason } = c.get('hosted').outage
  if (reason) throw reason
  fence(c)
  return run(c, wanted)
}

async function runWithFaults<T, R extends Response>(
  c: Context<ApiEnv>,
  command: Command<T, R>,
  wanted: T,
): Promise<R | Failure> {
  const { endpoint, subjectOf } = command
  const { venue, faultInjection } = c.get('hosted')
  const request = { endpoint, ...subjectOf(wanted, venue) }
  const { breakpoints, faults, races } = faultInjection
  const tell = tellOf(c)
  const breakpoint = breakpoints.match(request, tell)
  if (breakpoint !== undefined) {
    await c.get('inFlight').pause<void>((resume) => breakpoints.hold(request, breakpoint, resume))
  }

  const before = faults.match('before-commit', request, tell)
  const failed = before && (await applyRequestFault(c, before))
  if (failed && tell) tellUncommitted(c, request, before, tell)
  if (failed) return failed
  const answer = await runNow(c, command, wanted)
  // Only a cancel has told of the races, and only if there was an order.
  if (tell) races.tellUntested(request, tell)
  const after = faults.match('after-commit', request, tell)
  if (after) {
    recordFault(c, after)
    c.set('replyFault', after.fault)
  }
  return answer
}

/** Records that a request never came to its commit. */
function tellUncommitted(
  c: Context<ApiEnv>,
  request: RequestSubject,
  by: MatchedFault,
  tell: RuleVerdicts['add'],
): void {
  const { faults, races } = c.get('hosted').faultInjection
  races.tellUntested(request, tell, { criterion: 'commit', actual: by.rule })
  faults.tellUncommitted(request, by, tell)
}

/** Records a fault in the journal. The client does not see which rule caused it. */
function recordFault(c: Context<ApiEnv>, { rule, at, fault }: MatchedFault): void {
  const entry = c.get('entry')
  if (entry) entry.faults = [...(entry.faults ?? []), { rule, at, does: fault.does }]
}

/** Applies a fault before the commit. Returns the reply if the request must not act. */
async function applyRequestFault(
  c: Context<ApiEnv>,
  matched: MatchedFault,
): Promise<Failure | undefined> {
  const { fault } = matched
  recordFault(c, matched)
  switch (fault.does) {
    case 'answer':
      return failure(c, fault, 'before-commit')
    case 'delay':
      await c.get('inFlight').wait(fault.ms)
      return undefined
    default:
      c.set('replyFault', fault)
      // The fault closes the connection. Only `truncate` sends a part of this reply.
      return failure(c, { status: 502 }, 'before-commit')
  }
}
