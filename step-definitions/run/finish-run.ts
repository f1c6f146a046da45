import { existsSync } from 'node:fs'
import { figuresTableName } from '../reports/attachments.ts'
import { featureResultsIn } from '../reports/document/feature-results.ts'
import type { FeatureResult } from '../reports/document/model.ts'
import { reports, reportsFolder } from '../reports/files.ts'
import { counted, lasted } from '../reports/page/words.ts'
import type { RecordedAttempt, RunRecord } from '../reports/run-record.ts'
import { counts, reasonOf, statusOf } from '../reports/status.ts'
import { failuresForTerminal } from '../reports/terminal/failures.ts'
import { writeReports } from '../reports/write-reports.ts'
import { printable } from '../support/printable.ts'
import { conditionsOf, profileIn } from './conditions.ts'
import { keepHistory } from './keep-history.ts'
import type { Target } from './target.ts'

const longestFailure = 2000

/**
 * Writes the reports and prints the failures and the summary. Sets exit code 1 if our own server
 * misbehaved or no scenario was judged, and 2 if a report cannot be written; cucumber sets it for a failed
 * scenario.
 */
export async function finishRun(target: Target, record: RunRecord, tookMs: number): Promise<void> {
  const { attempts } = record
  const statuses = record.scenarioStatuses()
  const faults = [...(target.server?.faults ?? []), ...whyNothingJudged(record)]
  if (faults.length > 0) process.exitCode = 1
  const features = featureResultsIn(record)
  const notWritten =
    statuses.length === 0 ? undefined : await errorOf(writeAll(target, features, tookMs))

  const tables = attempts.flatMap(({ attached }) =>
    attached.filter(({ fileName }) => fileName === figuresTableName).map(({ body }) => body),
  )
  const outcomes = counts(statuses).map(([status, count]) => `${count} ${status}`)
  print(
    ...failuresForTerminal(features),
    '',
    ...tables,
    ...record.runFailures.map((why) => printable(why).slice(0, longestFailure)),
    ...faults,
    `${counted(statuses.length, 'scenario')}: ${outcomes.join(', ') || 'none ran'} in ` +
      `${lasted(tookMs)} against ${target.url} (seed: ${target.seed})`,
  )
  if (statuses.includes('not judged')) print(...reasonsIn(attempts))
  print(
    ...(attempts.length > statuses.length ? [inWords(attempts)] : []),
    `  profile                       ${printable(profileIn(target))}`,
  )
  if (notWritten) {
    process.stderr.write(`${printable(notWritten)}\n`)
    process.exitCode = 2
  }
  if (statuses.length === 0 || notWritten) return
  print(
    `  report                        ${reports.document}`,
    `  report by feature, to browse  ${reports.browsable}`,
    `  JUnit                         ${reports.junit}`,
    ...(existsSync(reports.performance)
      ? [`  figures of the burst          ${reports.performance}`]
      : []),
  )
}

function inWords(attempts: readonly RecordedAttempt[]): string {
  const failed = attempts.filter((attempt) => statusOf(attempt) === 'failed').length
  return `  attempts                      ${attempts.length}, ${failed || 'none'} failed`
}

async function writeAll(
  target: Target,
  features: readonly FeatureResult[],
  tookMs: number,
): Promise<void> {
  const conditions = await conditionsOf(target)
  const { warning, build, past } = await keepHistory(target, features, tookMs)
  if (warning !== undefined) print(printable(warning))
  await writeReports(features, { target: target.url, tookMs, conditions, build, past })
}

/** Why the reports cannot be written; undefined if they were. */
const errorOf = (writing: Promise<void>): Promise<string | undefined> =>
  writing.then(
    () => undefined,
    // Node appends the system call and its path.
    ({ message }: Error) =>
      `Cannot write the reports to ${reportsFolder}: ${message.split(', ', 1)[0]}.`,
  )

/** Why scenarios were not judged: the most frequent reasons first. */
function reasonsIn(attempts: readonly RecordedAttempt[]): string[] {
  const unjudged = attempts.filter((attempt) => statusOf(attempt) === 'not judged')
  const byReason = [...Map.groupBy(unjudged, (attempt) => reasonOf(attempt) ?? '')]
  return byReason
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([reason, { length }]) => printable(`  ${reason} (${counted(length, 'scenario')})`))
}

/** Why a run that has finished judged nothing, as it neither passed nor failed a scenario. */
export function whyNothingJudged(record: RunRecord): string[] {
  const statuses = record.scenarioStatuses()
  const isJudged = statuses.some((status) => status === 'passed' || status === 'failed')
  if (!record.hasFinished || isJudged) return []
  if (record.hasRunHookFailed) return ['No scenario ran, because a hook failed.']
  if (statuses.length === 0) return ['No scenario was selected.']
  if (statuses.every((status) => status === 'not claimed')) {
    return ['The target claims nothing of what the selected scenarios need.']
  }
  return ['No scenario was judged, so this run says nothing about the target.']
}

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)
