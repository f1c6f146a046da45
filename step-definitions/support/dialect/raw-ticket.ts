import { parsedJson } from '../parsed-json.ts'
import { numberPattern } from './exact-json.ts'

const string = String.raw`"(?:[^"\\]|\\.)*"`
const scalar = `${string}|${numberPattern}|true|false|null`

/** A key with its value, unless that is an array or object; or any other string. */
const member = new RegExp(String.raw`(${string})(\s*:\s*)(${scalar})?|${string}`, 'gs')

/** Returns the new key and the new value text. The value is empty for an array or object. */
type Rewrite = (key: string, value: string) => readonly [key: string, value: string]

/**
 * Rewrites the keys and values of a ticket at any depth. The text need not be JSON: its errors and
 * its whitespace stay as they are. A value is its source text, such as `1e400` or `"BUY"`.
 */
export const rewritten = (text: string, rewrite: Rewrite): string =>
  text.replace(member, (whole, key?: string, colon = '', value = '') => {
    if (key === undefined) return whole
    const name = read(key)
    if (name === undefined) return whole
    const [newName, newValue] = rewrite(name, value)
    return `${newName === name ? key : JSON.stringify(newName)}${colon}${newValue}`
  })

/** Removes a field from a ticket, with its comma. */
export function without(name: string, text: string): string {
  for (const found of text.matchAll(member)) {
    const [whole, key, , value] = found
    if (key === undefined || value === undefined || read(key) !== name) continue
    const before = text.slice(0, found.index)
    const after = text.slice(found.index + whole.length)
    const follows = /^\s*,\s*/.exec(after)
    const rest = follows
      ? before + after.slice(follows[0].length)
      : before.replace(/,\s*$/, '') + after
    return without(name, rest)
  }
  return text
}

/** The value of a string; undefined if it is not valid, for example because of a raw line break. */
const read = (key: string) => parsedJson(key) as string | undefined
