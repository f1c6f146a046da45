import { existsSync } from 'node:fs'
import { figuresTableName } from '../reports/attachments.ts'
import { writeBrowsableReport } from '../reports/browsable-report.ts'
import { writeDocument } from '../reports/document/write-document.ts'
import { reports } from '../reports/files.ts'
import { counted } from '../reports/page/words.ts'
import type { RunRecord } from '../reports/run-record.ts'
import { counts, type Status, statusOf } from '../reports/status.ts'
import { printable } from '../support/printable.ts'
import { conditionsOf, profileIn } from './conditions.ts'
import type { Target } from './target.ts'

/**
 * Writes the HTML reports and prints the summary. Sets exit code 1 if our own server misbehaved or
 * no scenario ran; cucumber sets it for a failed scenario.
 */
export async function finishRun(target: Target, record: RunRecord, tookMs: number): Promise<void> {
  const { attempts } = record
  const statuses = record.scenarioStatuses()
  const faults = [...(target.server?.faults ?? []), ...whyNothingRan(record, statuses)]
  if (faults.length > 0) process.exitCode = 1
  if (statuses.length > 0) {
    const conditions = await conditionsOf(target)
    await writeDocument(record, { target: target.url, tookMs, conditions })
    await writeBrowsableReport(conditions)
  }

  const tables = attempts.flatMap(({ attached }) =>
    attached.filter(({ fileName }) => fileName === figuresTableName).map(({ body }) => body),
  )
  const outcomes = counts(statuses).map(([status, count]) => `${count} ${status}`)
  print(
    '',
    ...tables,
    ...faults,
    `${counted(statuses.length, 'scenario')}: ${outcomes.join(', ') || 'none ran'} in ` +
      `${(tookMs / 1000).toFixed(0)} s against ${target.url} (seed: ${target.seed})`,
  )
  if (attempts.length > statuses.length) {
    const failed = attempts.filter((attempt) => statusOf(attempt) === 'failed').length
    print(`  attempts                      ${attempts.length}, ${failed || 'none'} failed`)
  }
  print(`  profile                       ${printable(profileIn(target))}`)
  if (statuses.length === 0) return
  print(
    `  report                        ${reports.document}`,
    `  report by feature, to browse  ${reports.browsable}`,
    `  JUnit                         ${reports.junit}`,
    ...(existsSync(reports.performance)
      ? [`  figures of the burst          ${reports.performance}`]
      : []),
  )
}

function whyNothingRan(record: RunRecord, statuses: readonly Status[]): string[] {
  if (!record.hasFinished || statuses.some((status) => status !== 'not claimed')) return []
  if (record.hasRunHookFailed) return ['No scenario ran, because a hook failed.']
  if (statuses.length === 0) return ['No scenario was selected.']
  return ['The target claims nothing of what the selected scenarios need.']
}

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)
