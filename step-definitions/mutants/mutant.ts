import type { RuleName } from '../run/scenario-watch.ts'

/** A change in one place of our own server's source. */
export interface Edit {
  /** Relative to the project's folder, such as `engine/plan/execution-scheduler.ts`. */
  readonly file: string
  /** The exact text to replace, which must occur once in the file. */
  readonly from: string
  /** The replacement. */
  readonly to: string
}

/** Our own server with exactly one realistic defect. */
export interface Mutant {
  /** In kebab-case, such as `executed-order-is-cancelled`. */
  readonly name: string
  /** What it does wrong, in a sentence of the domain. */
  readonly defect: string
  readonly edits: readonly Edit[]
  /** The Rules that it breaks: a scenario of one of them must fail to kill it. */
  readonly breaks: readonly RuleName[]
}

/** Returns a function that names Rules of a Feature. */
export const rulesOf =
  (feature: string) =>
  (rule: string): RuleName => ({ feature, rule })

/** Mutants of one subject. */
export interface Family {
  readonly subject: string
  readonly mutants: readonly Mutant[]
}

/** Applies edits to a source; throws if the text of one does not occur exactly once. */
export function edited(source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { file, from, to }) => {
    const places = text.split(from).length - 1
    if (places !== 1) {
      const found = places === 0 ? 'no longer occurs' : `occurs ${places} times`
      throw new Error(`${file} has changed: the text that a mutant replaces ${found}:\n${from}`)
    }
    // By a function, because `$&` and the like are special in a replacement string.
    return text.replace(from, () => to)
  }, source)
}
