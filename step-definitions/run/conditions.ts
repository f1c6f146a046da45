import { arch, release, type } from 'node:os'
import { basename } from 'node:path'
import specification from '../../package.json' with { type: 'json' }
import type { Conditions } from '../reports/document/report.ts'
import { nameOf } from '../support/profile.ts'
import type { Target } from './target.ts'

/** The conditions of a run against a target. */
export async function conditionsOf(target: Target): Promise<Conditions> {
  // Imported here, because loading it reads the settings; `findTarget` reports a bad one.
  const { publishedDescription } = await import('../support/conformance.ts')
  const { title, version } = ((await publishedDescription())?.document.info ?? {}) as Info
  return {
    Target: target.url,
    ...(title !== undefined && { 'Name and version': `${title} ${version ?? ''}`.trim() }),
    'Control API': target.controlUrl || 'none',
    Profile: profileIn(target),
    ...(process.env.DIALECT && { Dialect: basename(process.env.DIALECT) }),
    Seed: target.seed,
    'Latency, ms': target.latencyMs,
    'Execution delay, ms': target.executionDelayMs,
    Specification: `${specification.name} ${specification.version}`,
    'Node.js': process.version,
    Platform: `${type()} ${release()} ${arch()}`,
  }
}

type Info = { readonly title?: string; readonly version?: string }

/** What the target claims, and how the run knows that. */
export const profileIn = ({ profile: { claims, source } }: Target) =>
  `${nameOf(claims)} (${source})`
