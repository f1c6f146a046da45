import { numberPattern } from './exact-json.ts'

const string = String.raw`"(?:[^"\\]|\\.)*"`
const scalar = `${string}|${numberPattern}|true|false|null`

/** A key with the value after it, where that is no list and no object, or any other string. */
const member = new RegExp(String.raw`(${string})(\s*:\s*)(${scalar})?|${string}`, 'gs')

/** How a key and a value are written; the value is empty where it is a list or an object. */
export type Rewrite = (key: string, value: string) => readonly [key: string, value: string]

/**
 * Rewrites the keys and values of a ticket, however deep in whatever it stands, be it JSON or not:
 * what is wrong with it stays wrong. All else, such as blanks, stays as it is written. A value is
 * the text that stands there: `1e400`, `"BUY"`.
 */
export const rewritten = (text: string, rewrite: Rewrite): string =>
  text.replace(member, (whole, key?: string, colon = '', value = '') => {
    if (key === undefined) return whole
    const name = read(key)
    if (name === undefined) return whole
    const [newName, newValue] = rewrite(name, value)
    return `${newName === name ? key : JSON.stringify(newName)}${colon}${newValue}`
  })

/** Takes a field out of a ticket, with the comma that it leaves behind. */
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

/** A string that is written with what JSON does not know, such as a bare line break, is none. */
function read(key: string): string | undefined {
  try {
    return JSON.parse(key) as string
  } catch {
    return undefined
  }
}
