import type { FieldSpellings, Notation, SpelledField } from './dialect-file.ts'
import {
  type Exact,
  type ExactObject,
  excerptOf,
  isNumberText,
  isWrittenNumber,
  numberOf,
  valueAt,
} from './exact-json.ts'
import { fieldNames, neededFields, ourWords, spelled } from './our-spelling.ts'
import { Renaming } from './renaming.ts'

/** A section of a dialect: its place in the file, and its spellings. */
type Section = readonly [at: string, spellings: FieldSpellings | undefined]

/** A translation, or why there is none. Each fault begins with a place in the file. */
export interface Translated<T> {
  readonly value?: T
  readonly faults: readonly string[]
}

interface Spelling {
  readonly field: string
  readonly name: string
  /** The contract's words by the target's, as JSON; undefined if the field may have any value. */
  readonly words: ReadonlyMap<string, string> | undefined
  readonly as: Notation | undefined
  /** Whether the section says, with null, that the field is absent there. */
  readonly isAbsent: boolean
  /** The places in the file that set each of them, or could. */
  readonly at: { readonly name: string; readonly words: string; readonly as: string }
}

/** Translates the fields of orders in one kind of reply or message. */
export class Fields {
  readonly #spellings: readonly Spelling[]
  readonly #names: Renaming

  /** Later sections take precedence. */
  constructor(sections: readonly Section[]) {
    this.#spellings = fieldNames.map((field) => spellingOf(sections, field))
    const present = this.#spellings.filter(({ isAbsent }) => !isAbsent)
    this.#names = new Renaming(present.map(({ field, name }) => [field, name]))
  }

  /** Translates an order. `whole` is the reply or message around it, which pointers refer to. */
  orderIn(whole: Exact, found: ExactObject): Translated<ExactObject> {
    const order = new Map(
      Object.entries(found).map(([name, value]) => [this.#names.backward(name), value]),
    )
    const faults: string[] = []
    for (const spelling of this.#spellings) {
      const { field } = spelling
      const isNeeded = neededFields.includes(field)
      const value = isPointer(spelling.name) ? valueAt(whole, spelling.name) : order.get(field)
      const translated = translatedField(spelling, value, isNeeded)
      faults.push(...translated.faults)
      if (translated.value === undefined) order.delete(field)
      else order.set(field, translated.value)
    }
    if (faults.length > 0)
      return { faults: faults.map((fault) => `${fault} in ${excerptOf(whole)}`) }
    return { value: Object.fromEntries(order), faults }
  }
}

const isPointer = (name: string) => name.startsWith('/')

/** The translated value; neither a value nor a fault if an optional field is absent. */
function translatedField(
  spelling: Spelling,
  value: Exact | undefined,
  isNeeded: boolean,
): Translated<Exact> {
  if (spelling.isAbsent) return { faults: [] }
  if (value === undefined) {
    const fault = `${spelling.at.name}: "${spelling.name}" is missing`
    return { faults: isNeeded ? [fault] : [] }
  }
  return value === null && !isNeeded ? { faults: [] } : translate(spelling, value)
}

function spellingOf(sections: readonly Section[], field: string): Spelling {
  const name = settingIn(sections, field, 'name')
  const words = settingIn(sections, field, 'words')
  const as = settingIn(sections, field, 'as')
  const last = sections.findLast(([, spellings]) => spellings?.[field] !== undefined)
  return {
    field,
    name: name.value ?? field,
    words: wordsOf(ourWords[field], words.value),
    as: as.value,
    isAbsent: last?.[1]?.[field] === null,
    at: { name: name.at, words: `${words.at}/words`, as: `${as.at}/as` },
  }
}

/** A setting of a field, from the last section that has it. */
function settingIn<Key extends keyof SpelledField>(
  sections: readonly Section[],
  field: string,
  key: Key,
): { readonly value: SpelledField[Key] | undefined; readonly at: string } {
  const valueIn = ([, spellings]: Section) => spelled(spellings?.[field])[key]
  const section = sections.findLast((one) => valueIn(one) !== undefined)
  return { value: section && valueIn(section), at: `${section?.[0] ?? '/fields'}/${field}` }
}

const wordsOf = (known: readonly string[] | undefined, words: SpelledField['words']) =>
  known &&
  new Map(
    known.flatMap((ours) =>
      [words?.[ours] ?? ours].flat().map((word): [string, string] => [JSON.stringify(word), ours]),
    ),
  )

function translate({ field, words, as, at }: Spelling, value: Exact): Translated<Exact> {
  if (words) {
    const ours = words.get(JSON.stringify(value))
    const known = [...words.keys()].join(', ')
    return ours === undefined
      ? { faults: [`${at.words}: ${excerptOf(value)} is not one of ${known}`] }
      : { value: ours, faults: [] }
  }
  if (as === undefined) {
    const isGood = field !== 'orderId' || typeof value === 'string'
    return isGood
      ? { value, faults: [] }
      : { faults: [`${at.as}: ${excerptOf(value)} is not a string`] }
  }
  const { name, read } = notations[as]
  const translated = read(value)
  if (translated !== undefined) return { value: translated, faults: [] }
  return { faults: [`${at.as}: ${excerptOf(value)} is not ${name}`] }
}

interface NotationReader {
  readonly name: string
  /** The value in the contract's notation; undefined if it is not in this one. */
  readonly read: (value: Exact) => Exact | undefined
}

const notations: Readonly<Record<Notation, NotationReader>> = {
  number: {
    name: 'a number',
    read: (value) => (isWrittenNumber(value) ? value.rawJSON : undefined),
  },
  text: {
    name: 'a string with a number',
    read: (value) =>
      typeof value === 'string' && isNumberText(value) ? numberOf(value) : undefined,
  },
  'epoch-ms': { name: 'a number of milliseconds since 1970', read: (value) => instant(value, 1) },
  'epoch-s': { name: 'a number of seconds since 1970', read: (value) => instant(value, 1000) },
}

function instant(value: Exact, unitMs: number): string | undefined {
  if (!isWrittenNumber(value)) return undefined
  const time = new Date(Math.round(Number(value.rawJSON) * unitMs))
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
