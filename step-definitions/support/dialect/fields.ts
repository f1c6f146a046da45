import type { FieldSpellings, SpelledField } from './dialect-file.ts'
import {
  type Exact,
  type ExactObject,
  excerptOf,
  isNumberText,
  isObject,
  numberOf,
  valueAt,
} from './exact-json.ts'
import { anything, notations, number, string, type ValueSpelling, wordsFor } from './notations.ts'
import { fieldNames, neededFields, ourWords, spelled } from './our-spelling.ts'
import { rewritten, without } from './raw-ticket.ts'
import { Renaming } from './renaming.ts'

/** A section of a dialect: its place in the file, and its spellings. */
type Section = readonly [at: string, spellings: FieldSpellings | undefined]

/** A translation, or why there is none. Each fault begins with a place in the file. */
export interface Translated<T> {
  readonly value?: T
  readonly faults: readonly string[]
}

export const fault = (text: string) => ({ faults: [text] })

/** An entry of a list, with its key if the list is an object. */
export type ListEntry = readonly [key: string | undefined, value: Exact]

/** The entries of the list at a pointer; of an object if they are listed by their ids. */
export function entriesAt(
  at: string,
  whole: Exact,
  pointer = '',
  byId = false,
): Translated<readonly ListEntry[]> {
  const list = valueAt(whole, pointer)
  if (byId && isObject(list)) return { value: Object.entries(list), faults: [] }
  if (!byId && Array.isArray(list)) {
    return { value: (list as readonly Exact[]).map((entry) => [undefined, entry]), faults: [] }
  }
  const what = byId ? 'object' : 'list'
  return fault(`${at}: there is no ${what} at "${pointer}" in ${excerptOf(whole)}`)
}

interface Spelling {
  readonly field: string
  readonly name: string
  readonly value: ValueSpelling
  /** Whether there is no such field. */
  readonly isAbsent: boolean
  /** The places in the file that set the name and the value, or could. */
  readonly at: { readonly name: string; readonly value: string }
}

/** How fields are spelt in one kind of request, reply or message; translates in both directions. */
export class Fields {
  readonly #spellings: readonly Spelling[]
  readonly #names: Renaming

  /** Later sections take precedence. */
  constructor(sections: readonly Section[]) {
    this.#spellings = fieldNames.map((field) => spellingOf(sections, field))
    const present = this.#spellings.filter(({ isAbsent }) => !isAbsent)
    this.#names = new Renaming(present.map(({ field, name }) => [field, name]))
  }

  /**
   * Translates an order of the target. `whole` is the reply or message around it, which pointers
   * refer to. `orderId` is its id if it has none, but is listed by it.
   */
  orderIn(whole: Exact, found: ExactObject, orderId?: string): Translated<ExactObject> {
    const order = new Map(
      Object.entries(found).map(([name, value]) => [this.#names.backward(name), value]),
    )
    const faults: string[] = []
    for (const spelling of this.#spellings) {
      const { field, name } = spelling
      const value = name.startsWith('/') ? valueAt(whole, name) : order.get(field)
      const translated: Translated<Exact> =
        field === 'orderId' && orderId !== undefined
          ? { value: orderId, faults: [] }
          : translatedField(spelling, value)
      faults.push(...translated.faults)
      if (translated.value === undefined) order.delete(field)
      else order.set(field, translated.value)
    }
    return faults.length > 0
      ? faultsIn(whole, faults)
      : { value: Object.fromEntries(order), faults }
  }

  /** Translates an order whose fields, by the contract's names, are texts in a message. */
  orderOf(
    whole: Exact,
    texts: Readonly<Record<string, string | undefined>>,
  ): Translated<ExactObject> {
    const order: Record<string, Exact> = {}
    const faults: string[] = []
    for (const spelling of this.#spellings) {
      const text = texts[spelling.field]
      if (text === undefined) continue
      const asText = translatedField(spelling, text)
      const isNumber = asText.value === undefined && isNumberText(text)
      const { value, faults: found } = isNumber ? translatedField(spelling, numberOf(text)) : asText
      faults.push(...found)
      if (value !== undefined) order[spelling.field] = value
    }
    return faults.length > 0 ? faultsIn(whole, faults) : { value: order, faults }
  }

  /** Translates an id that is at a pointer. */
  idAt(at: string, whole: Exact, pointer: string): Translated<Exact> {
    const id = valueAt(whole, pointer)
    const spelling = this.#spelling('orderId')
    if (spelling && id !== undefined) return translatedField(spelling, id)
    return fault(`${at}: there is no id at "${pointer}" in ${excerptOf(whole)}`)
  }

  /** The target's JSON for a value of a field. An invalid value stays invalid. */
  theirJson(field: string, json: string): string {
    return this.#spelling(field)?.value.theirs(json) ?? json
  }

  /** Translates the text of a ticket, which need not be valid. Does not repair it. */
  ticket(text: string): string {
    const absent = this.#spellings.filter(({ isAbsent }) => isAbsent)
    return rewritten(
      absent.reduce((rest, { field }) => without(field, rest), text),
      (name, json) => [this.#names.forward(name), this.theirJson(name, json)],
    )
  }

  /** Translates the query of a listing. */
  filters(query: string): string {
    return rewrittenQuery(query, (name, value) => {
      const json = this.theirJson(name, JSON.stringify(value))
      return [this.#names.forward(name), json.startsWith('"') ? JSON.parse(json) : json]
    })
  }

  /** Translates the names in a query of the target. */
  ourFilters(query: string): string {
    return rewrittenQuery(query, (name, value) => [this.#names.backward(name), value])
  }

  #spelling(field: string): Spelling | undefined {
    return this.#spellings.find((spelling) => spelling.field === field)
  }
}

const faultsIn = (whole: Exact, faults: readonly string[]) => ({
  faults: faults.map((one) => `${one} in ${excerptOf(whole)}`),
})

function rewrittenQuery(
  query: string,
  rewrite: (name: string, value: string) => [name: string, value: string],
): string {
  return `${new URLSearchParams([...new URLSearchParams(query)].map((pair) => rewrite(...pair)))}`
}

/** The translated value; neither a value nor a fault if an optional field is absent. */
function translatedField(spelling: Spelling, value: Exact | undefined): Translated<Exact> {
  const { field, name, isAbsent, at } = spelling
  const isOptional = !neededFields.includes(field)
  if (isAbsent || (isOptional && (value === undefined || value === null))) return { faults: [] }
  if (value === undefined) return fault(`${at.name}: "${name}" is missing`)
  const ours = spelling.value.ours(value)
  if (ours !== undefined) return { value: ours, faults: [] }
  return fault(`${at.value}: ${excerptOf(value)} is not ${spelling.value.name}`)
}

function spellingOf(sections: readonly Section[], field: string): Spelling {
  const given = sections.map(([at, all]) => ({ at: `${at}/${field}`, spelling: all?.[field] }))
  const last = given.findLast(({ spelling }) => spelling !== undefined)
  /** A setting of the field, from the last section that has it. */
  const setting = <Key extends keyof SpelledField>(key: Key) => {
    const found = given.findLast(({ spelling }) => spelled(spelling)[key] !== undefined)
    return { value: spelled(found?.spelling)[key], at: found?.at ?? `/fields/${field}` }
  }
  const [name, words, as] = [setting('name'), setting('words'), setting('as')]
  const known = ourWords[field]
  return {
    field,
    name: name.value ?? field,
    value: known ? wordsFor(known, words.value) : as.value ? notations[as.value] : usual(field),
    isAbsent: last?.spelling === null,
    at: { name: name.at, value: known ? `${words.at}/words` : `${as.at}/as` },
  }
}

const usual = (field: string): ValueSpelling =>
  field === 'orderId' ? string : field === 'quantity' ? number : anything
