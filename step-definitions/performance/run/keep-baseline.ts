import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { reports, reportsFolder } from '../../reports/files.ts'

/**
 * Takes the record of the run to compare with out of the way, which may be among the reports that are
 * deleted. Answers with what puts it beside those of this run, under a name of its own. Throws what a
 * person has to mend in it, or in another setting of the measurement.
 */
export async function takeBaseline(
  env: Readonly<Record<string, string | undefined>>,
): Promise<() => Promise<void>> {
  // Loaded here, because it throws when a setting is bad, which is told like all else.
  const { baselineAt } = await import('../settings.ts')
  const { BASELINE } = env
  if (!BASELINE) return async () => {}
  baselineAt(BASELINE)
  const text = await readFile(BASELINE, 'utf8')
  return async () => {
    await mkdir(reportsFolder, { recursive: true })
    await writeFile(reports.baseline, text)
    // The workers read it there.
    process.env.BASELINE = reports.baseline
  }
}
