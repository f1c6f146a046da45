import { readFile } from 'node:fs/promises'
import { arch, release, type } from 'node:os'
import { basename } from 'node:path'
import { nameOf } from '../support/profile.ts'
import type { Target } from './target.ts'

/** Everything one has to know to compare a run with another, by names for people. */
export type Conditions = Readonly<Record<string, string>>

/** The conditions of a run against a target. */
export async function conditionsOf(target: Target): Promise<Conditions> {
  // Loaded here, because it reads the settings, of which a bad one is told elsewhere.
  const { publishedDescription } = await import('../support/conformance.ts')
  const { title, version } = ((await publishedDescription())?.document.info ?? {}) as Info
  return {
    Target: target.url,
    ...(title !== undefined && { 'It calls itself': `${title} ${version ?? ''}`.trim() }),
    Control: target.controlUrl || 'none',
    Profile: profileIn(target),
    ...(process.env.DIALECT && { Dialect: basename(process.env.DIALECT) }),
    Seed: target.seed,
    'Latency, ms': target.latencyMs,
    'Execution delay, ms': target.executionDelayMs,
    Specification: await specificationVersion(),
    Node: process.version,
    Platform: `${type()} ${release()} ${arch()}`,
  }
}

type Info = { readonly title?: string; readonly version?: string }

/** What was claimed, and how that is known. */
export const profileIn = ({ profile: { claims, source } }: Target) =>
  `${nameOf(claims)} (${source})`

async function specificationVersion(): Promise<string> {
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as Package
  return `${name} ${version}`
}

type Package = { readonly name: string; readonly version: string }
