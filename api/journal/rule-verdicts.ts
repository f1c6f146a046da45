import type { Verdict } from '../../engine/index.ts'

/** The most rules that are kept for a request or a message. */
const maxRules = 50

/** The approximate size of a verdict and of a reason, in bytes. */
const verdictBytes = 120
const reasonBytes = 80

/**
 * What became of each rule for one request or message. Of several verdicts on one rule, the one with the fewest
 * reasons counts: a request that cancels many orders gets one for each. The 50 closest rules are kept.
 */
export class RuleVerdicts {
  /** Whether rules are missing that were further off. */
  isPartial = false
  readonly #verdicts = new Map<string, Verdict>()

  /** The verdicts, in the order in which the rules were first tested. */
  get all(): readonly Verdict[] {
    return [...this.#verdicts.values()]
  }

  /** The approximate size, in bytes. */
  get weight(): number {
    return this.all.reduce(
      (sum, { reasons }) => sum + verdictBytes + reasons.length * reasonBytes,
      0,
    )
  }

  /** Adds the verdict on a rule. An arrow function, as rules call it. */
  readonly add = (verdict: Verdict): void => {
    const known = this.#verdicts.get(verdict.rule)
    if (known && known.reasons.length <= verdict.reasons.length) return
    this.#verdicts.set(verdict.rule, verdict)
    if (this.#verdicts.size <= maxRules) return
    const furthest = this.all.reduce((one, other) =>
      other.reasons.length >= one.reasons.length ? other : one,
    )
    this.#verdicts.delete(furthest.rule)
    this.isPartial = true
  }
}

/** For a request or message while there was no rule. */
export const noVerdicts = new RuleVerdicts()
