import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { reports, reportsFolder } from '../files.ts'
import { documentOf } from '../page/document.ts'
import type { RunRecord } from '../run-record.ts'
import { featureResultsIn } from './feature-results.ts'
import { readingOrderIn } from './reading-order.ts'
import { type RunFacts, reportOf } from './report.ts'

/** Writes the HTML report: the features with the results of a run. */
export async function writeDocument(
  record: RunRecord,
  run: Omit<RunFacts, 'endedAt'>,
): Promise<void> {
  // Without it, the report lists the features by name.
  const readme = await readFile('features/README.md', 'utf8').catch(() => '')
  const order = readingOrderIn(readme)
  const report = reportOf({ ...run, endedAt: new Date() }, featureResultsIn(record), order)
  await mkdir(reportsFolder, { recursive: true })
  await writeFile(reports.document, documentOf(report))
}
