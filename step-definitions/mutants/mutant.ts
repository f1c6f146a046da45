/** A change of one place in the source of our own server. */
export interface Edit {
  /** Seen from the project's folder, such as `engine/execution-scheduler.ts`. */
  readonly file: string
  /** What stands there: exactly, and once in the file. */
  readonly from: string
  /** What stands there instead. */
  readonly to: string
}

/** A Rule, by its words and those of its Feature. */
export interface RuleName {
  readonly feature: string
  readonly rule: string
}

/** Our own server with exactly one defect, such as a server of this kind may really have. */
export interface Mutant {
  /** In kebab-case, such as `executed-order-is-cancelled`. */
  readonly name: string
  /** What it does wrong: a sentence in the words of the domain. */
  readonly defect: string
  readonly edits: readonly Edit[]
  /** What it breaks: a scenario of one of these Rules must fail, or it was not caught for what it is. */
  readonly breaks: readonly RuleName[]
}

/** Names the Rules of a Feature. */
export const rulesOf =
  (feature: string) =>
  (rule: string): RuleName => ({ feature, rule })

/** Mutants that are about one subject. */
export interface Family {
  readonly subject: string
  readonly mutants: readonly Mutant[]
}

/** A file as some edits leave it; throws where one of them no longer fits what stands there. */
export function edited(source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { file, from, to }) => {
    const places = text.split(from).length - 1
    if (places !== 1) {
      const found = places === 0 ? 'is not there any more' : `is there ${places} times`
      throw new Error(`${file} has moved on: what a mutant changes ${found}:\n${from}`)
    }
    // Not by a text, in which `$&` and its like would stand for something else.
    return text.replace(from, () => to)
  }, source)
}
