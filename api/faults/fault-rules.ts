import {
  type Chance,
  type Clock,
  createRules,
  type Rules,
  type SetupRecords,
  type Tell,
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

type FaultMatch = RequestMatch & { readonly at: CommitPhase }

type FaultSubject = RequestSubject & { readonly at: CommitPhase }

/** The fault rules of a venue's requests. */
export type FaultRules = Rules<FaultMatch, FaultSubject, InjectedFault>

type TellFault = Tell<FaultMatch, InjectedFault>

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
    matches: (match, request) =>
      (match.at ?? request.at) === request.at && matchesRequest(match, request),
    fieldsOf: (request: FaultSubject) => request,
    records,
  })
  const keyOf = createKeyGenerator()

  return {
    rules,
    /**
     * Returns the first fault that applies to a request, and counts a hit; undefined if none applies.
     * `tell` gets a verdict on each rule of this phase.
     */
    match(at: CommitPhase, request: RequestSubject, tell?: TellFault): MatchedFault | undefined {
      if (rules.size === 0) return undefined
      const rule = rules.first({ ...request, at }, keyOf(request), tell && ofPhase(at, tell))
      return rule && { rule: rule.id, at, fault: rule.action }
    },
    /** Tells that a request never came to its commit, because a fault ended it. */
    tellUncommitted(request: RequestSubject, by: MatchedFault, tell: TellFault) {
      const at = 'after-commit'
      const reason = { criterion: 'commit', actual: by.rule }
      rules.tellUntested({ ...request, at }, ofPhase(at, tell), reason)
    },
  }
}

/** The rules of the other phase have their own turn. */
const ofPhase =
  (at: CommitPhase, tell: TellFault): TellFault =>
  (verdict) => {
    if (verdict.match.at === at) tell(verdict)
  }
