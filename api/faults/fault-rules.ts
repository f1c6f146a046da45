import { type Chance, type Clock, createRules, type Rules } from '../../engine/index.ts'
import {
  createKeyGenerator,
  matchesRequest,
  type RequestMatch,
  type RequestSubject,
} from './request-match.ts'

/** On which side of its commit a request meets a fault: before, nothing is recorded; after, it is. */
export type CommitPhase = 'before-commit' | 'after-commit'

export type FaultStatus = 429 | 500 | 502 | 503 | 504

/** What befalls a request, or the reply to it. */
export type InjectedFault =
  /** It is answered with a failure. */
  | {
      readonly does: 'answer'
      readonly status: FaultStatus
      readonly retryAfterS?: number | undefined
    }
  /** The connection is closed without a reply, or is reset (RST). */
  | { readonly does: 'close' | 'reset' }
  /** The connection is closed halfway through the body of the reply. */
  | { readonly does: 'truncate' }
  /** It takes so long, on the venue's clock. */
  | { readonly does: 'delay'; readonly ms: number }

/** The standing rules of a venue on what befalls its requests. */
export type FaultRules = Rules<
  RequestMatch & { readonly at: CommitPhase },
  RequestSubject & { readonly at: CommitPhase },
  InjectedFault
>

/** A fault as a request met it. */
export interface MatchedFault {
  /** The id of its rule. */
  readonly rule: string
  readonly at: CommitPhase
  readonly fault: InjectedFault
}

/** What befalls the requests of a venue. */
export interface RequestFaults {
  readonly rules: FaultRules
  /** What befalls a request now; undefined when nothing does. */
  match(at: CommitPhase, request: RequestSubject): MatchedFault | undefined
}

/** Creates the faults of a venue, none yet. */
export function createRequestFaults(clock: Clock, chance: Chance): RequestFaults {
  const rules: FaultRules = createRules({
    clock,
    chance,
    purpose: 'fault',
    matches: (match, request) => match.at === request.at && matchesRequest(match, request),
  })
  const nameOf = createKeyGenerator()

  return {
    rules,
    match(at, request) {
      if (rules.size === 0) return undefined
      const rule = rules.first({ ...request, at }, nameOf(request))
      return rule && { rule: rule.id, at, fault: rule.action }
    },
  }
}
