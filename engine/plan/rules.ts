import type { Chance } from '../chance/chance.ts'
import type { SetupRecords } from '../log/setup-records.ts'
import type { Instant } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { completeReasons, type Reason, reasonsAgainst, type Verdict, verdictOn } from './verdict.ts'

/** Limits a rule to some of its matches. Without either field it applies to all. */
export interface Frequency {
  /** Only the nth, counted from 1. */
  readonly nth?: number | undefined
  /** Each with this probability, drawn from chance. */
  readonly probability?: number | undefined
}

/** What to do with matching subjects. */
export interface RuleDraft<Match, Action> {
  readonly match: Match & Frequency
  readonly action: Action
  /** How often the rule applies at most; without limit when left out. */
  readonly times?: number | undefined
  /** The rule no longer applies from this instant on. */
  readonly expiresAt?: Instant | undefined
}

/** A rule in a set, with its counts. */
export interface Rule<Match, Action> extends RuleDraft<Match, Action> {
  readonly id: string
  /**
   * How many subjects matched, whether the rule applied or not. Does not count matches after the rule
   * ended, or matches that an earlier rule handled.
   */
  readonly seen: number
  /** How often the rule applied. */
  readonly hits: number
}

/** An ordered set of rules. The first that applies wins. */
export interface Rules<Match, Subject, Action> {
  readonly size: number
  /** Adds a rule after all others. */
  add(draft: RuleDraft<Match, Action>): Rule<Match, Action>
  /** All rules in the order they were added, including those that no longer apply. */
  list(): readonly Rule<Match, Action>[]
  /** Removes a rule; false when no rule has this id. */
  remove(id: string): boolean
  clear(): void
  /**
   * Returns the first rule that applies to a subject, and counts a hit. `key` must identify the subject:
   * equal keys draw equal numbers. `tell` gets a verdict on each rule, in order.
   */
  first(subject: Subject, key: string, tell?: Tell<Match, Action>): Rule<Match, Action> | undefined
  /** Tells why no rule was tested against a subject: `reason`, and what else does not fit. */
  tellUntested(subject: Subject, tell: Tell<Match, Action>, reason?: Reason): void
}

/** Gets the verdict on one rule. */
export type Tell<Match, Action> = (verdict: Verdict<Match & Frequency, Action>) => void

export interface RulesOptions<Match, Subject> {
  readonly clock: Clock
  readonly chance: Chance
  /** Distinguishes the draws and ids of these rules from those of other sets, such as `outcome`. */
  readonly purpose: string
  /** Whether a subject matches, regardless of the frequency. */
  matches(match: Partial<Match>, subject: Subject): boolean
  /** The fields of a subject, by the names that a match has for them. */
  fieldsOf(subject: Subject): object
  /** Conditions that every rule of the set has besides its own. */
  readonly implied?: Partial<Match> | undefined
  /** Where the rules are kept, one record each. It may have some already. */
  readonly records?: SetupRecords | undefined
}

type Counted<Match, Action> = { -readonly [K in keyof Rule<Match, Action>]: Rule<Match, Action>[K] }

/** Creates a set of rules: those in `records`, or none. */
export function createRules<Match, Subject, Action>(
  options: RulesOptions<Match, Subject>,
): Rules<Match, Subject, Action> {
  const { clock, chance, purpose, matches, implied, records } = options
  let rules = keptRules<Match, Action>(records, purpose)
  /** An id is never used twice, also if its rule was removed. */
  let added = (records?.get(countName(purpose)) as number | undefined) ?? 0

  const isOver = ({ hits, times, expiresAt }: Rule<Match, Action>) =>
    (times !== undefined && hits >= times) || (expiresAt !== undefined && clock.now() >= expiresAt)

  const fits = (match: Match, subject: Subject) =>
    matches(match, subject) && (implied === undefined || matches(implied, subject))

  function applies(rule: Counted<Match, Action>, subject: Subject, key: string): boolean {
    if (isOver(rule) || !fits(rule.match, subject)) return false
    rule.seen++
    const { nth, probability = 1 } = rule.match
    const isHit =
      (nth === undefined || rule.seen === nth) &&
      (probability >= 1 || chance.fraction(`${purpose} ${rule.id}`, key) < probability)
    if (isHit) rule.hits++
    records?.note(ruleName(rule.id), { ...rule })
    return isHit
  }

  /** As `first`. The verdicts follow from the same tests, so they cannot differ from what happens. */
  function firstTold(subject: Subject, key: string, tell: Tell<Match, Action>) {
    let applied: Rule<Match, Action> | undefined
    for (const rule of rules) {
      const reasons = reasonsAgainst(rule, subject, options)
      if (!applied && applies(rule, subject, key)) applied = { ...rule }
      tell(verdictOn(rule, completeReasons(reasons, rule, applied), options))
    }
    return applied
  }

  function remove(removed: (rule: Rule<Match, Action>) => boolean): void {
    for (const rule of rules) {
      if (removed(rule)) records?.delete(ruleName(rule.id))
    }
    rules = rules.filter((rule) => !removed(rule))
  }

  return {
    get size() {
      return rules.length
    },
    add(draft) {
      const rule = { ...draft, id: `${purpose}-${added + 1}`, seen: 0, hits: 0 }
      records?.set(countName(purpose), added + 1)
      records?.set(ruleName(rule.id), { ...rule })
      added++
      rules.push(rule)
      return { ...rule }
    },
    list: () => rules.map((rule) => ({ ...rule })),
    remove(id) {
      const before = rules.length
      remove((rule) => rule.id === id)
      return rules.length < before
    },
    clear() {
      remove(() => true)
    },
    first(subject, key, tell) {
      if (tell) return firstTold(subject, key, tell)
      const rule = rules.find((one) => applies(one, subject, key))
      return rule && { ...rule }
    },
    tellUntested(subject, tell, reason) {
      for (const rule of rules) {
        const reasons = reasonsAgainst(rule, subject, options)
        tell(verdictOn(rule, reason ? [reason, ...reasons] : reasons, options))
      }
    },
  }
}

const ruleName = (id: string) => `rule ${id}`
const countName = (purpose: string) => `rules ${purpose}`

/** The rules that were kept, in the order they were added. */
function keptRules<Match, Action>(
  records: SetupRecords | undefined,
  purpose: string,
): Counted<Match, Action>[] {
  const prefix = ruleName(`${purpose}-`)
  const numberOf = ({ id }: Rule<Match, Action>) => Number(id.slice(purpose.length + 1))
  return (
    [...(records ?? [])]
      .filter(([name]) => name.startsWith(prefix))
      // Every record with this prefix is a rule.
      .map(([, rule]) => ({ ...(rule as Rule<Match, Action>) }))
      .toSorted((one, other) => numberOf(one) - numberOf(other))
  )
}
