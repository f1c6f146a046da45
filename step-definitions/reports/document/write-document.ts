import { readFile } from 'node:fs/promises'
import { reports } from '../files.ts'
import { documentOf } from '../page/document.ts'
import { writeWhole } from '../write-file.ts'
import type { FeatureResult } from './model.ts'
import { readingOrderIn } from './reading-order.ts'
import { type RunFacts, reportOf } from './report.ts'

/** Writes the HTML report: the features with the results of a run. */
export async function writeDocument(
  features: readonly FeatureResult[],
  run: Omit<RunFacts, 'endedAt'>,
): Promise<void> {
  // Without it, the report lists the features by name.
  const readme = await readFile('features/README.md', 'utf8').catch(() => '')
  const report = reportOf({ ...run, endedAt: new Date() }, features, readingOrderIn(readme))
  await writeWhole(reports.document, documentOf(report))
}
