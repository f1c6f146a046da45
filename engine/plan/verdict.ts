import type { Instant } from '../order.ts'
import type { Frequency, Rule, RulesOptions } from './rules.ts'

/** One condition that kept a rule from applying. */
export interface Reason {
  /**
   * The field of the rule: a name in its match, `nth`, `probability`, `times` or `expiresAt`. Or what else kept
   * it: `earlierRule`, if another rule applied first.
   */
  readonly criterion: string
  /** What the rule wants. */
  readonly wanted?: unknown
  /** What there was. */
  readonly actual?: unknown
}

/** What became of one rule for one subject. */
export interface Verdict<Match = unknown, Action = unknown> {
  /** The purpose of the rule's set, such as `outcome`. */
  readonly kind: string
  /** The id of the rule. */
  readonly rule: string
  readonly match: Match
  readonly action: Action
  /** Why it did not apply; empty if it did. */
  readonly reasons: readonly Reason[]
}

/**
 * Why a rule cannot apply to a subject; empty if only chance is left to decide. Counts nothing, and draws
 * nothing.
 */
export const reasonsAgainst = <Match, Subject>(
  rule: Rule<Match, unknown>,
  subject: Subject,
  { clock, matches, fieldsOf, implied }: RulesOptions<Match, Subject>,
): Reason[] => [
  ...reasonsOfTurn(rule, clock.now()),
  ...Object.entries({ ...rule.match, ...implied })
    .filter(([name, wanted]) => isCriterion(name) && !matches(oneOf<Match>(name, wanted), subject))
    .map(([criterion, wanted]) => ({
      criterion,
      wanted,
      actual: memberOf(fieldsOf(subject), criterion),
    })),
]

/** Adds what a test has shown: another rule applied before, or chance was the only reason. */
export function completeReasons(
  reasons: readonly Reason[],
  { id, match }: Rule<unknown, unknown>,
  applied: Rule<unknown, unknown> | undefined,
): readonly Reason[] {
  if (applied?.id === id) return []
  if (applied) return [...reasons, { criterion: 'earlierRule', actual: applied.id }]
  return reasons.length > 0 ? reasons : [{ criterion: 'probability', wanted: match.probability }]
}

/** The verdict on a rule. */
export const verdictOn = <Match, Action>(
  { id: rule, match, action }: Rule<Match, Action>,
  reasons: readonly Reason[],
  { purpose: kind }: Pick<RulesOptions<Match, never>, 'purpose'>,
): Verdict<Match & Frequency, Action> => ({ kind, rule, match, action, reasons })

const isCriterion = (name: string) => name !== 'nth' && name !== 'probability'

/** `as`: the name comes from a match. */
const oneOf = <Match>(name: string, wanted: unknown) => ({ [name]: wanted }) as Partial<Match>

const memberOf = (fields: object, name: string): unknown =>
  new Map(Object.entries(fields)).get(name)

/** Whatever the subject is, the rule ended, or its turn is not now. */
function reasonsOfTurn(
  { hits, seen, times, expiresAt, match: { nth } }: Rule<unknown, unknown>,
  now: Instant,
): Reason[] {
  const reasons: Reason[] = []
  if (times !== undefined && hits >= times) {
    reasons.push({ criterion: 'times', wanted: times, actual: hits })
  }
  if (expiresAt !== undefined && now >= expiresAt) {
    reasons.push({ criterion: 'expiresAt', wanted: expiresAt, actual: now })
  }
  if (nth !== undefined && seen + 1 !== nth) {
    reasons.push({ criterion: 'nth', wanted: nth, actual: seen + 1 })
  }
  return reasons
}
