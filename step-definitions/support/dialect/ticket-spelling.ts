import type { DialectFile } from './dialect-file.ts'
import { isNumberText, keysOf } from './exact-json.ts'
import { fieldNames, ourWords, spelled } from './our-spelling.ts'
import { rewritten, without } from './raw-ticket.ts'
import { Renaming } from './renaming.ts'

/** Translates tickets and filters into the target's dialect. Does not repair invalid input. */
export class TicketSpelling {
  readonly #names: Renaming
  /** The words of each field, as JSON. */
  readonly #words = new Map<string, Renaming>()
  readonly #inText = new Set<string>()
  readonly #unknown: readonly string[]
  readonly #around: readonly string[]

  constructor({ fields = {}, place = {} }: DialectFile) {
    const known = fieldNames.filter((field) => fields[field] !== null)
    this.#unknown = fieldNames.filter((field) => fields[field] === null)
    this.#names = new Renaming(known.map((field) => [field, spelled(fields[field]).name ?? field]))
    for (const field of known) {
      const { words, as } = spelled(fields[field])
      if (as === 'text') this.#inText.add(field)
      if (words) {
        const pairs = (ourWords[field] ?? []).map(
          (ours) => [asJson(ours), asJson([words[ours] ?? ours].flat()[0])] as const,
        )
        this.#words.set(field, new Renaming(pairs))
      }
    }
    this.#around = keysOf(place.ticket ?? '')
  }

  /** Translates the text of a ticket, which need not be valid. */
  ticket(text: string): string {
    const known = this.#unknown.reduce((rest, field) => without(field, rest), text)
    const spelt = rewritten(known, (key, value) => [
      this.#names.forward(key),
      this.#value(key, value),
    ])
    return this.#around.reduceRight((inner, key) => `{${JSON.stringify(key)}:${inner}}`, spelt)
  }

  /** Translates the query of a listing. */
  filters(query: string): string {
    const pairs = [...new URLSearchParams(query)].map(([name, value]): [string, string] => {
      const word = this.#words.get(name)?.forward(asJson(value))
      return [this.#names.forward(name), word === undefined ? value : String(JSON.parse(word))]
    })
    return `${new URLSearchParams(pairs)}`
  }

  /** Translates the names in a query back. */
  ourFilters(query: string): string {
    const pairs = [...new URLSearchParams(query)].map(([name, value]): [string, string] => [
      this.#names.backward(name),
      value,
    ])
    return `${new URLSearchParams(pairs)}`
  }

  #value(field: string, json: string): string {
    if (this.#inText.has(field)) return swapNotation(json)
    return this.#words.get(field)?.forward(json) ?? json
  }
}

/** A number becomes a string, and a string with a number becomes a number; any other text stays. */
function swapNotation(json: string): string {
  if (isNumberText(json)) return asJson(json)
  const inside = json.slice(1, -1)
  return json.startsWith('"') && isNumberText(inside) ? inside : json
}

const asJson = (value: unknown) => JSON.stringify(value)
