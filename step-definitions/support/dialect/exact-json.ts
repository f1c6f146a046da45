/** A value of JSON in which numbers are what is written there: `1e400` and `1000.00` stay as they are. */
export type Exact = string | boolean | null | WrittenNumber | readonly Exact[] | ExactObject
export type ExactObject = { readonly [key: string]: Exact }

/** A number as it is written. */
export interface WrittenNumber {
  readonly rawJSON: string
}

// Node has had both since version 21 (TC39, JSON.parse source text access); TypeScript does not know them.
const json = JSON as unknown as {
  rawJSON(text: string): WrittenNumber
  isRawJSON(value: unknown): value is WrittenNumber
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown,
  ): Exact
}

/** Reads JSON; throws where it is none. */
export const readExactly = (text: string): Exact =>
  json.parse(text, (_, value, { source }) =>
    typeof value === 'number' ? json.rawJSON(source) : value,
  )

export const isWrittenNumber = (value: Exact): value is WrittenNumber => json.isRawJSON(value)

/** What JSON (RFC 8259, section 6) has for a number. */
export const numberPattern = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`

const onlyNumber = new RegExp(`^${numberPattern}$`)

/** Whether a text is what JSON has for a number. */
export const isNumberText = (text: string) => onlyNumber.test(text)

export const numberOf = (text: string): WrittenNumber => json.rawJSON(text)

export const isObject = (value: Exact | undefined): value is ExactObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isWrittenNumber(value)

/** What a JSON pointer (RFC 6901) leads to; undefined where there is nothing. */
export function valueAt(value: Exact, pointer: string): Exact | undefined {
  let found: Exact | undefined = value
  for (const key of keysOf(pointer)) {
    if (Array.isArray(found)) found = (found as readonly Exact[])[Number(key)]
    else if (isObject(found)) found = Object.hasOwn(found, key) ? found[key] : undefined
    else return undefined
  }
  return found
}

/** The keys that a JSON pointer goes through. */
export const keysOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))

/** A value as a person reads it, in one line that is not too long. */
export function excerptOf(value: Exact | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 200)} …` : text
}
