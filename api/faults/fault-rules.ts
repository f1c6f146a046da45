import {
  type Chance,
  type Clock,
  createRules,
  type Rules,
  type SetupRecords,
} from '../../engine/index.ts'
import {
  createKeyGenerator,
  matchesRequest,
  type RequestMatch,
  type RequestSubject,
} from './request-match.ts'

/** When a fault is injected: before the commit (nothing is recorded) or after it (the events are). */
export type CommitPhase = 'before-commit' | 'after-commit'

export type FaultStatus = 429 | 500 | 502 | 503 | 504

/** A fault of a request or of its reply. */
export type InjectedFault =
  /** The reply is this failure. */
  | {
      readonly does: 'answer'
      readonly status: FaultStatus
      readonly retryAfterS?: number | undefined
    }
  /** The server closes the connection without a reply, or resets it (TCP RST). */
  | { readonly does: 'close' | 'reset' }
  /** The server closes the connection halfway through the reply body. */
  | { readonly does: 'truncate' }
  /** A delay on the venue's clock. */
  | { readonly does: 'delay'; readonly ms: number }

/** The fault rules of a venue's requests. */
export type FaultRules = Rules<
  RequestMatch & { readonly at: CommitPhase },
  RequestSubject & { readonly at: CommitPhase },
  InjectedFault
>

/** A fault that applies to a request. */
export interface MatchedFault {
  /** The id of the rule. */
  readonly rule: string
  readonly at: CommitPhase
  readonly fault: InjectedFault
}

/** Creates the fault rules for the requests to a venue: those in `records`, or none. */
export function createRequestFaults(clock: Clock, chance: Chance, records?: SetupRecords) {
  const rules: FaultRules = createRules({
    clock,
    chance,
    purpose: 'fault',
    matches: (match, request) => match.at === request.at && matchesRequest(match, request),
    records,
  })
  const keyOf = createKeyGenerator()

  return {
    rules,
    /** Returns the first fault that applies to a request, and counts a hit; undefined if none applies. */
    match(at: CommitPhase, request: RequestSubject): MatchedFault | undefined {
      if (rules.size === 0) return undefined
      const rule = rules.first({ ...request, at }, keyOf(request))
      return rule && { rule: rule.id, at, fault: rule.action }
    },
  }
}
