import { accessSync, constants, mkdirSync, rmSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'

/** The folder for the reports of a run. */
export const reportsFolder = process.env.REPORTS || 'reports'

const inFolder = (path: string) => join(reportsFolder, path)

/** The paths of the reports, relative to the project's folder, with slashes on every platform. */
export const reports = {
  document: inFolder('specification.html'),
  browsable: inFolder('html/index.html'),
  junit: inFolder('junit.xml'),
  performance: inFolder('performance.json'),
  baseline: inFolder('performance.baseline.json'),
  json: inFolder('json/specification.json'),
} as const

/** Kept between runs, so it is not among the reports that the next run deletes. */
export const historyPath = inFolder('history.json')

export const browsableFolder = dirname(reports.browsable)

/** What multiple-cucumber-html-reporter writes into its folder. */
const browsableParts = ['index.html', 'features', 'assets', 'scripts', 'styles.min.css']

/**
 * Deletes the reports of an earlier run and nothing else: the folder may be a mount, or hold files
 * of other programs. Throws a message for the user if reports cannot be written there.
 */
export function deleteReports({ except = '' } = {}): void {
  try {
    mkdirSync(reportsFolder, { recursive: true })
    accessSync(reportsFolder, constants.W_OK)
    const { browsable, ...files } = reports
    for (const path of Object.values(files)) {
      if (path !== normalize(except)) rmSync(path, { force: true })
    }
    deleteBrowsableReport(browsableFolder)
  } catch (error) {
    const { message } = error as Error
    throw new Error(
      `Cannot write reports to ${reportsFolder}: ${message}. ` +
        'Make it a writable folder, or set REPORTS to another one.',
    )
  }
}

export function deleteBrowsableReport(folder: string): void {
  for (const part of browsableParts) rmSync(join(folder, part), { recursive: true, force: true })
}
