import { existsSync } from 'node:fs'
import { writeDocument } from '../reports/document/write-document.ts'
import { reports, writeBrowsableReport } from '../reports/files.ts'
import type { RunRecord } from '../reports/run-record.ts'
import type { Tally } from '../reports/tally.ts'
import { printable } from '../support/printable.ts'
import { conditionsOf, profileIn } from './conditions.ts'
import type { Target } from './target.ts'

/** Writes the reports that are made at the end and tells how the run went; what went wrong is told in the exit code too. */
export async function finishRun(target: Target, tally: Tally, record: RunRecord): Promise<void> {
  const faults = [...(target.server?.faults ?? []), ...faultsOf(tally)]
  if (faults.length > 0) process.exitCode = 1
  if (tally.scenarios > 0) {
    const conditions = await conditionsOf(target)
    await writeDocument(record, { target: target.url, tookMs: tally.seconds * 1000, conditions })
    await writeBrowsableReport(conditions)
  }

  print('', ...tally.tables, ...faults)
  print(
    `${counted(tally.scenarios, 'scenario')}: ${outcomeOf(tally)} in ${tally.seconds.toFixed(0)} s ` +
      `against ${target.url} (seed: ${target.seed})`,
  )
  if (tally.attempts > tally.scenarios) {
    print(`  of ${tally.attempts} attempts ${tally.failedAttempts || 'none'} failed`)
  }
  print(`  judged by its profile: ${printable(profileIn(target))}`)
  if (tally.scenarios === 0) return
  print(
    `  the specification, to read    ${reports.document}`,
    `  the specification, to browse  ${reports.browsable}`,
    `  for machines                  ${reports.junit}`,
    ...(existsSync(reports.performance)
      ? [`  the figures of the burst      ${reports.performance}`]
      : []),
  )
}

/** What is wrong with a run in which nothing was judged. */
function faultsOf(tally: Tally): string[] {
  if (!tally.hasFinished || tally.scenarios > tally.count('not applicable')) return []
  if (tally.hasFailedToBegin) return ['No scenario was run, because a hook failed.']
  if (tally.scenarios === 0) return ['No scenario was selected.']
  return ['No scenario that was selected applies to what the target claims.']
}

const outcomeOf = (tally: Tally): string =>
  (['failed', 'skipped', 'passed', 'not applicable'] as const)
    .filter((outcome) => tally.count(outcome) > 0 || outcome === 'passed')
    .map((outcome) => `${tally.count(outcome)} ${outcome}`)
    .join(', ')

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)
