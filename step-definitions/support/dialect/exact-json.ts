/** A JSON value with numbers in their original notation, such as `1e400` and `1000.00`. */
export type Exact = string | boolean | null | WrittenNumber | readonly Exact[] | ExactObject
export type ExactObject = { readonly [key: string]: Exact }

/** A number in its original notation. */
interface WrittenNumber {
  readonly rawJSON: string
}

// Node has had these since version 21 (TC39, JSON.parse source text access). TypeScript's types
// lack them.
const json = JSON as unknown as {
  rawJSON(text: string): WrittenNumber
  isRawJSON(value: unknown): value is WrittenNumber
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown,
  ): Exact
}

/** Parses JSON; throws if it is invalid. */
export const readExactly = (text: string): Exact =>
  json.parse(text, (_, value, { source }) =>
    typeof value === 'number' ? json.rawJSON(source) : value,
  )

export const isWrittenNumber = (value: Exact): value is WrittenNumber => json.isRawJSON(value)

/** A JSON number (RFC 8259, section 6). */
export const numberPattern = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`

const onlyNumber = new RegExp(`^${numberPattern}$`)

/** Whether a text is a JSON number. */
export const isNumberText = (text: string) => onlyNumber.test(text)

export const numberOf = (text: string): WrittenNumber => json.rawJSON(text)

export const isObject = (value: Exact | undefined): value is ExactObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isWrittenNumber(value)

/** The value at a JSON pointer (RFC 6901); undefined if there is none. */
export function valueAt(value: Exact, pointer: string): Exact | undefined {
  let found: Exact | undefined = value
  for (const key of keysOf(pointer)) {
    if (Array.isArray(found)) found = (found as readonly Exact[])[Number(key)]
    else if (isObject(found)) found = Object.hasOwn(found, key) ? found[key] : undefined
    else return undefined
  }
  return found
}

/** The keys of a JSON pointer. */
export const keysOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))

/** A value in one line for error messages, at most some 200 characters. */
export function excerptOf(value: Exact | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 200)} …` : text
}
