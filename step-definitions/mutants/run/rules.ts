import { readdirSync, readFileSync } from 'node:fs'
import type { RuleName } from '../../run/scenario-watch.ts'

/** A Rule and the path of its file, relative to the project's folder. */
export interface Placed extends RuleName {
  readonly path: string
}

const project = new URL('../../../', import.meta.url)

export function allRules(): Placed[] {
  return readdirSync(new URL('features', project))
    .filter((name) => name.endsWith('.feature'))
    .flatMap((name) => {
      const path = `features/${name}`
      const text = readFileSync(new URL(path, project), 'utf8')
      const [, feature = ''] = /^Feature: (.*)$/m.exec(text) ?? []
      return [...text.matchAll(/^ +Rule: (.*)$/gm)].map(([, rule = '']) => ({
        feature,
        rule,
        path,
      }))
    })
}

/** The files of the features with these Rules. */
export function pathsOf(rules: readonly RuleName[]): string[] {
  const features = new Set(rules.map(({ feature }) => feature))
  return [
    ...new Set(allRules().flatMap(({ feature, path }) => (features.has(feature) ? [path] : []))),
  ]
}
