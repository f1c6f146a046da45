import type { Chance } from '../chance/chance.ts'
import type { Instant } from '../order.ts'
import type { Clock } from '../time/clock.ts'

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
   * equal keys draw equal numbers.
   */
  first(subject: Subject, key: string): Rule<Match, Action> | undefined
}

export interface RulesOptions<Match, Subject> {
  readonly clock: Clock
  readonly chance: Chance
  /** Distinguishes the draws and ids of these rules from those of other sets, such as `outcome`. */
  readonly purpose: string
  /** Whether a subject matches, regardless of the frequency. */
  matches(match: Match, subject: Subject): boolean
}

type Counted<Match, Action> = { -readonly [K in keyof Rule<Match, Action>]: Rule<Match, Action>[K] }

/** Creates an empty set of rules. */
export function createRules<Match, Subject, Action>({
  clock,
  chance,
  purpose,
  matches,
}: RulesOptions<Match, Subject>): Rules<Match, Subject, Action> {
  let rules: Counted<Match, Action>[] = []
  let added = 0

  const isOver = ({ hits, times, expiresAt }: Rule<Match, Action>) =>
    (times !== undefined && hits >= times) || (expiresAt !== undefined && clock.now() >= expiresAt)

  function applies(rule: Counted<Match, Action>, subject: Subject, key: string): boolean {
    if (isOver(rule) || !matches(rule.match, subject)) return false
    rule.seen++
    const { nth, probability = 1 } = rule.match
    if (nth !== undefined && rule.seen !== nth) return false
    return probability >= 1 || chance.fraction(`${purpose} ${rule.id}`, key) < probability
  }

  return {
    get size() {
      return rules.length
    },
    add(draft) {
      const rule = { ...draft, id: `${purpose}-${++added}`, seen: 0, hits: 0 }
      rules.push(rule)
      return { ...rule }
    },
    list: () => rules.map((rule) => ({ ...rule })),
    remove(id) {
      const before = rules.length
      rules = rules.filter((rule) => rule.id !== id)
      return rules.length < before
    },
    clear() {
      rules = []
    },
    first(subject, key) {
      const rule = rules.find((one) => applies(one, subject, key))
      if (rule) rule.hits++
      return rule && { ...rule }
    },
  }
}
