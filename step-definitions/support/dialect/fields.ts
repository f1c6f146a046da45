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
import { fieldNames, ourWords, spelled } from './our-spelling.ts'
import { Renaming } from './renaming.ts'

/** A part of a dialect: where it is in the file, and what it says. */
export type Section = readonly [at: string, spellings: FieldSpellings | undefined]

/** What was translated, or why it could not be; each fault begins with where in the file. */
export interface Translated<T> {
  readonly value?: T
  readonly faults: readonly string[]
}

interface Spelling {
  readonly field: string
  readonly name: string
  /** Our words, each by how they write it, as JSON; undefined where any value will do. */
  readonly words: ReadonlyMap<string, string> | undefined
  readonly as: Notation | undefined
  /** Where in the file each of them stands, or would. */
  readonly at: { readonly name: string; readonly words: string; readonly as: string }
}

/** How the fields of an order are spelt in one kind of place. */
export class Fields {
  readonly #spellings: readonly Spelling[]
  readonly #names: Renaming

  /** What a later section says counts. */
  constructor(sections: readonly Section[]) {
    this.#spellings = fieldNames.map((field) => spellingOf(sections, field))
    this.#names = new Renaming(this.#spellings.map(({ field, name }) => [field, name]))
  }

  /** An order in our words, found in a whole that also holds what pointers lead to. */
  orderIn(whole: Exact, found: ExactObject, needed: readonly string[]): Translated<ExactObject> {
    const order = new Map(
      Object.entries(found).map(([name, value]) => [this.#names.backward(name), value]),
    )
    const faults: string[] = []
    for (const spelling of this.#spellings) {
      const { field } = spelling
      const isNeeded = needed.includes(field)
      const settingIn = isPointer(spelling.name) ? valueAt(whole, spelling.name) : order.get(field)
      const translated = translatedField(spelling, settingIn, isNeeded)
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

/** The value in our words; neither a value nor a fault where it is absent and may be. */
function translatedField(
  spelling: Spelling,
  value: Exact | undefined,
  isNeeded: boolean,
): Translated<Exact> {
  if (value === undefined) {
    const fault = `${spelling.at.name}: there is no "${spelling.name}"`
    return { faults: isNeeded ? [fault] : [] }
  }
  return value === null && !isNeeded ? { faults: [] } : translate(spelling, value)
}

function spellingOf(sections: readonly Section[], field: string): Spelling {
  const name = said(sections, field, 'name')
  const words = said(sections, field, 'words')
  const as = said(sections, field, 'as')
  return {
    field,
    name: name.value ?? field,
    words: wordsOf(ourWords[field], words.value),
    as: as.value,
    at: { name: name.at, words: `${words.at}/words`, as: `${as.at}/as` },
  }
}

/** What the last section that says it says of a field. */
function said<Key extends keyof SpelledField>(
  sections: readonly Section[],
  field: string,
  key: Key,
): { readonly value: SpelledField[Key] | undefined; readonly at: string } {
  const sayOf = ([, spellings]: Section) => spelled(spellings?.[field])[key]
  const section = sections.findLast((one) => sayOf(one) !== undefined)
  return { value: section && sayOf(section), at: `${section?.[0] ?? '/fields'}/${field}` }
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
      ? { faults: [`${at.words}: ${excerptOf(value)} is none of ${known}`] }
      : { value: ours, faults: [] }
  }
  if (as === undefined) {
    const isGood = field !== 'orderId' || typeof value === 'string'
    return isGood
      ? { value, faults: [] }
      : { faults: [`${at.as}: ${excerptOf(value)} is no string`] }
  }
  const translated = notations[as].read(value)
  if (translated !== undefined) return { value: translated, faults: [] }
  return { faults: [`${at.as}: ${excerptOf(value)} is no ${notations[as].name}`] }
}

interface NotationReader {
  readonly name: string
  /** The value in our notation; undefined where it is not written in this one. */
  read(value: Exact): Exact | undefined
}

const notations: Readonly<Record<Notation, NotationReader>> = {
  number: {
    name: 'number',
    read: (value) => (isWrittenNumber(value) ? value.rawJSON : undefined),
  },
  text: {
    name: 'text that is a number',
    read: (value) =>
      typeof value === 'string' && isNumberText(value) ? numberOf(value) : undefined,
  },
  'epoch-ms': { name: 'number of milliseconds since 1970', read: (value) => instant(value, 1) },
  'epoch-s': { name: 'number of seconds since 1970', read: (value) => instant(value, 1000) },
}

function instant(value: Exact, unitMs: number): string | undefined {
  if (!isWrittenNumber(value)) return undefined
  const time = new Date(Math.round(Number(value.rawJSON) * unitMs))
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
