/** A replacement of one place in the source of our own server. */
export interface Edit {
  /** The path from the project's folder, such as `engine/execution-scheduler.ts`. */
  readonly file: string
  /** The exact text to replace, which must occur once in the file. */
  readonly from: string
  readonly to: string
}

/** A Rule, by its text and that of its Feature. */
export interface RuleName {
  readonly feature: string
  readonly rule: string
}

/** Our own server with exactly one realistic defect. */
export interface Mutant {
  /** In kebab-case, such as `executed-order-is-cancelled`. */
  readonly name: string
  /** What it does wrong, in one sentence for a reader of the features. */
  readonly defect: string
  readonly edits: readonly Edit[]
  /** The Rules that it breaks. It counts as killed only if a scenario of one of these fails. */
  readonly breaks: readonly RuleName[]
}

export const rulesOf =
  (feature: string) =>
  (rule: string): RuleName => ({ feature, rule })

/** The mutants of one subject. */
export interface Family {
  readonly subject: string
  readonly mutants: readonly Mutant[]
}

/** Applies edits to the source of a file; throws if a text to replace does not occur exactly once. */
export function edited(source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { file, from, to }) => {
    const places = text.split(from).length - 1
    if (places !== 1) {
      const count = places === 0 ? 'no longer occurs' : `occurs ${places} times`
      throw new Error(`${file} has changed: the text that a mutant replaces ${count}:\n${from}`)
    }
    // A function, because `$&` and the like in a replacement text have a special meaning.
    return text.replace(from, () => to)
  }, source)
}
