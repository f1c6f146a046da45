import type { Chance } from '../chance/chance.ts'
import type { Instant } from '../order.ts'
import type { Clock } from '../time/clock.ts'

/** Which of what it fits a rule applies to. */
export interface Frequency {
  /** Only the nth that fits, counted from 1. */
  readonly nth?: number | undefined
  /** Each that fits with this probability, drawn from chance. */
  readonly probability?: number | undefined
}

/** What is to be done with all that fits, until it has been done often enough or its time is over. */
export interface RuleDraft<Match, Action> {
  readonly match: Match & Frequency
  readonly action: Action
  /** At most so often; without end when left out. */
  readonly times?: number | undefined
  /** No longer from this instant of the venue's clock on. */
  readonly expiresAt?: Instant | undefined
}

/** A rule that stands, and what came of it. */
export interface Rule<Match, Action> extends RuleDraft<Match, Action> {
  readonly id: string
  /**
   * How many subjects it fitted, applied or not. Subjects after the rule ended, or that an earlier rule
   * took, are not counted.
   */
  readonly seen: number
  /** How often it was applied. */
  readonly hits: number
}

/** Standing rules, of which the first that applies wins. */
export interface Rules<Match, Subject, Action> {
  readonly size: number
  /** Puts a rule behind all others. */
  add(draft: RuleDraft<Match, Action>): Rule<Match, Action>
  /** In the order in which they are asked, also those that are over. */
  list(): readonly Rule<Match, Action>[]
  /** Takes a rule away; false when there is none of this id. */
  remove(id: string): boolean
  clear(): void
  /**
   * The first rule that applies to a subject; it counts as applied. `key` tells the subject from
   * every other where chance decides, so that the same one always meets the same fate.
   */
  first(subject: Subject, key: string): Rule<Match, Action> | undefined
}

export interface RulesOptions<Match, Subject> {
  readonly clock: Clock
  readonly chance: Chance
  /** Tells the draws and the ids of these rules from those of others, such as `outcome`. */
  readonly purpose: string
  /** Whether a subject is one of those that a rule is about, frequency aside. */
  matches(match: Match, subject: Subject): boolean
}

type Counted<Match, Action> = { -readonly [K in keyof Rule<Match, Action>]: Rule<Match, Action>[K] }

/** Creates a set of rules, none yet. */
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
