import { writeBrowsableReport } from './browsable-report.ts'
import { cucumberJsonOf } from './cucumber-json.ts'
import type { FeatureResult } from './document/model.ts'
import type { RunFacts } from './document/report.ts'
import { writeDocument } from './document/write-document.ts'
import { reports } from './files.ts'
import { junitOf } from './junit.ts'
import { writeWhole } from './write-file.ts'

/** Writes all reports of a run. If it rejects, each report is whole or missing. */
export async function writeReports(
  features: readonly FeatureResult[],
  run: Omit<RunFacts, 'endedAt'>,
): Promise<void> {
  await writeWhole(reports.junit, junitOf(features, run.tookMs))
  await writeWhole(reports.json, JSON.stringify(cucumberJsonOf(features)))
  await Promise.all([writeBrowsableReport(features, run), writeDocument(features, run)])
}
