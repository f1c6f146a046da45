import { editDistance } from './nearest.ts'
import { type Setting, table } from './settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A line for each environment variable that looks like a setting and is none. Quiet about a setting
 * that is set by its right name, too.
 */
export function misspeltIn(environment: Environment): string[] {
  const unset = table.filter(({ variable }) => !environment[variable]?.trim())
  return Object.entries(environment).flatMap(([name, value]) => {
    if (!value?.trim() || table.some(({ variable }) => variable === name)) return []
    const close = unset.filter(({ variable }) => isLike(name, variable, value))
    const [meant] = close.toSorted((a, b) => distance(name, a) - distance(name, b))
    if (!meant) return []
    return name.startsWith('npm_config_')
      ? [
          `npm kept --${meant.argument} for itself: put -- before it, as in npm start -- --port 9000`,
        ]
      : [`the environment variable ${name} is not a setting: did you mean ${meant.variable}?`]
  })
}

/**
 * Strict enough for the environments of shells and CI systems, where HOSTNAME and LOG_DIR are at home:
 * a letter or two are wrong, the unit is missing or different, or the name has a prefix.
 */
function isLike(name: string, variable: string, value: string): boolean {
  const [, prefix, bare = name] = /^(papertape_|npm_config_)(.*)$/i.exec(name) ?? []
  // Kubernetes sets PAPERTAPE_PORT to tcp://… beside a service of that name.
  if (prefix) {
    if (value.startsWith('tcp://')) return false
    const isOurs = prefix.toLowerCase() === 'papertape_'
    return bare.toUpperCase() === variable || (isOurs && isLike(bare, variable, value))
  }
  const withoutUnit = variable.replace(/_(MS|BYTES)$/, '')
  const hasOtherUnit =
    withoutUnit !== variable && `${name}_`.toUpperCase().startsWith(`${withoutUnit}_`)
  return hasOtherUnit || isTypo(letters(name), letters(variable))
}

const distance = (name: string, { variable }: Setting) =>
  editDistance(letters(name), letters(variable))

/** Without what is often forgotten: case and what separates words. */
const letters = (name: string) => name.toUpperCase().replace(/[_-]/g, '')

/** A word without the repetitions of letters that follow each other. */
const once = (word: string) => word.replaceAll(/(.)\1+/g, '$1')

/**
 * The first letter is right, and a letter or two of the rest are wrong. Short words are close to many
 * others, such as SEED to SED and SPEED: there only two swapped letters count, a doubled one, or one more at the end.
 */
function isTypo(word: string, right: string): boolean {
  const distance = editDistance(word, right)
  if (word[0] !== right[0]) return false
  if (right.length > 5) return distance <= (right.length < 10 ? 1 : 2)
  const isSwapped = [...word].sort().join() === [...right].sort().join()
  const isDoubled = word.length > right.length && once(word) === once(right)
  return distance === 1 && (isSwapped || isDoubled || word.startsWith(right))
}
