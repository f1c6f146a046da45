import type { FeatureResult } from '../reports/document/model.ts'
import { historyPath } from '../reports/files.ts'
import { type Build, type Series, seriesIn, withRun } from '../reports/history/history.ts'
import { readHistory } from '../reports/history/history-file.ts'
import { writeWhole } from '../reports/write-file.ts'
import { nameOf } from '../support/profile.ts'
import { buildIn } from './build.ts'
import type { Target } from './target.ts'

interface Kept {
  readonly build: Build
  /** The earlier runs against this target with this profile. */
  readonly past: Series
  /** One line about a file that was no history. */
  readonly warning?: string
}

/** Adds a run to the history. Our own server is one target, whichever port it has. */
export async function keepHistory(
  { url, server, profile }: Target,
  features: readonly FeatureResult[],
  tookMs: number,
  path = historyPath,
): Promise<Kept> {
  const key = { target: server ? 'our own server' : url, profile: nameOf(profile.claims) }
  const build = buildIn(process.env)
  const { history, warning } = await readHistory(path)
  const promises = features.flatMap(({ rules }) => rules).filter(({ name }) => name !== '')
  const run = { ...build, endedAt: new Date(), tookMs, promises }
  await writeWhole(path, `${JSON.stringify(withRun(history, key, run))}\n`)
  return { build, past: seriesIn(history, key), ...(warning !== undefined && { warning }) }
}
