import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { reports, reportsFolder } from '../../reports/files.ts'

/**
 * Reads the record in BASELINE, which may be among the reports that the run deletes. Returns a
 * function that writes it beside the new reports. Rejects if it, or another setting of the
 * measurement, is invalid.
 */
export async function takeBaseline(
  env: Readonly<Record<string, string | undefined>>,
): Promise<() => Promise<void>> {
  // Imported here because it throws on a bad setting, which must become a rejection.
  const { baselineAt } = await import('../settings.ts')
  const { BASELINE } = env
  if (!BASELINE) return async () => {}
  baselineAt(BASELINE)
  const text = await readFile(BASELINE, 'utf8')
  return async () => {
    await mkdir(reportsFolder, { recursive: true })
    await writeFile(reports.baseline, text)
    // For the workers.
    process.env.BASELINE = reports.baseline
  }
}
