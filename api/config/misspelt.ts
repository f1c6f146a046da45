import { editDistance } from './nearest.ts'
import { type Setting, table } from './settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Returns a warning for each environment variable that looks like a misspelt setting. No warning if the
 * setting itself is set.
 */
export function misspeltSettings(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (!value?.trim() || table.some(({ variable }) => variable === name)) return []
    const close = table.filter(({ variable }) => isLike(name, variable, value))
    const [meant] = close.toSorted((a, b) => distance(name, a) - distance(name, b))
    if (!meant || environment[meant.variable]?.trim()) return []
    return name.startsWith(npmPrefix)
      ? [keptByNpm(name.slice(npmPrefix.length), value, meant)]
      : [`the environment variable ${name} is not a setting: did you mean ${meant.variable}?`]
  })
}

/** npm turns an argument that does not follow `--` into a variable with this prefix. */
const npmPrefix = 'npm_config_'

function keptByNpm(bare: string, value: string, { argument, variable }: Setting): string {
  const isShown = variable !== 'CONTROL_TOKEN' && value !== 'true' && /^[\w.:,*-]+$/.test(value)
  const correct = `--${argument} ${isShown ? value : 'VALUE'}`
  return `npm did not pass --${bare.replaceAll('_', '-')} on: put -- before it, as in npm start -- ${correct}`
}

/** An argument of npm that only looks like LOG_LEVEL. */
const ofNpm = 'npm_config_loglevel'

/**
 * Whether a name is a setting with a typo, other capitals or separators, another unit or none, or a
 * prefix. Does not match HOSTNAME and LOG_DIR, which shells and CI systems set.
 */
function isLike(name: string, variable: string, value: string): boolean {
  const [, prefix, bare = name] = /^(papertape_|npm_config_)(.*)$/i.exec(name) ?? []
  // Kubernetes sets PAPERTAPE_PORT to tcp://… for a service of that name.
  if (prefix) return name !== ofNpm && !value.startsWith('tcp://') && isLike(bare, variable, value)
  const withoutUnit = variable.replace(/_(MS|BYTES)$/, '')
  const hasOtherUnit =
    withoutUnit !== variable && `${name}_`.toUpperCase().startsWith(`${withoutUnit}_`)
  return hasOtherUnit || isTypo(letters(name), letters(variable))
}

const distance = (name: string, { variable }: Setting) =>
  editDistance(letters(name), letters(variable))

/** A name without the differences in case and separators. */
const letters = (name: string) => name.toUpperCase().replace(/[_-]/g, '')

/** Collapses repeated letters. */
const collapse = (word: string) => word.replaceAll(/(.)\1+/g, '$1')

/**
 * Whether the first letter is right and at most two others are wrong: at most one if the right word
 * has up to nine letters. If it has up to five, only swapped letters, repeated letters or one more
 * at the end count as a typo, because SED and SPEED are not meant to be SEED.
 */
function isTypo(word: string, right: string): boolean {
  if (word[0] !== right[0]) return false
  const distance = editDistance(word, right)
  if (right.length > 5) return distance <= (right.length < 10 ? 1 : 2)
  if (word.length > right.length && collapse(word) === collapse(right)) return true
  const isSwapped = [...word].sort().join() === [...right].sort().join()
  return distance === 0 || (distance === 1 && (isSwapped || word.startsWith(right)))
}
