import { once } from 'node:events'
import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path/posix'
import { Worker } from 'node:worker_threads'
import type { generate } from 'multiple-cucumber-html-reporter'
import type { Conditions } from '../run/conditions.ts'
import { evidenceMediaType } from './attachments.ts'

/** The folder in which a run leaves its reports. */
export const reportsFolder = process.env.REPORTS || 'reports'

const inFolder = (path: string) => join(reportsFolder, path)

/** Where the reports of a run are, seen from the project's folder, with slashes on every platform. */
export const reports = {
  document: inFolder('specification.html'),
  browsable: inFolder('html/index.html'),
  junit: inFolder('junit.xml'),
  performance: inFolder('performance.json'),
  baseline: inFolder('performance.baseline.json'),
  json: inFolder('json/specification.json'),
} as const

/** What multiple-cucumber-html-reporter leaves in its folder. */
const browsableParts = ['index.html', 'features', 'assets', 'scripts', 'styles.min.css']

/**
 * What an earlier run left must not be taken for what this one did. Nothing else is touched: the
 * folder may be a mount, or anybody's. Rejects with what a person has to mend where no reports can
 * be left there.
 */
export async function deleteReports(): Promise<void> {
  try {
    await mkdir(reportsFolder, { recursive: true })
    await access(reportsFolder, constants.W_OK)
    const { browsable, ...files } = reports
    for (const path of Object.values(files)) await rm(path, { force: true })
    await deleteBrowsableReport()
  } catch (error) {
    const { message } = error as Error
    throw new Error(
      `The reports cannot be left in ${reportsFolder}: ${message}. ` +
        'Make that a folder that can be written, or set REPORTS to another.',
    )
  }
}

async function deleteBrowsableReport(): Promise<void> {
  for (const part of browsableParts) {
    await rm(join(dirname(reports.browsable), part), { recursive: true, force: true })
  }
}

/** Makes the report that is browsed page by page out of the JSON that the run has left. */
export async function writeBrowsableReport(conditions: Conditions): Promise<void> {
  const options: Parameters<typeof generate>[0] = {
    jsonDir: dirname(reports.json),
    reportPath: dirname(reports.browsable),
    reportName: 'papertape: the living specification',
    pageTitle: 'papertape',
    customData: { ...conditions },
    customMetadata: true,
    metadata: Object.entries(conditions).map(([name, value]) => ({ name, value })),
    displayDuration: true,
    disableLog: true,
  }
  await leaveOutQuietHooks()
  await deleteBrowsableReport()
  const script = new URL('./browsable-report-thread.ts', import.meta.url)
  // In a thread of its own, because it talks on the console whatever `disableLog` says.
  const worker = new Worker(script, { workerData: options, stdout: true })
  await once(worker, 'exit')
}

/**
 * Hooks that passed and attached nothing would be a nameless step each in every scenario; and the
 * evidence is for the one page alone.
 */
async function leaveOutQuietHooks(): Promise<void> {
  const features = JSON.parse(await readFile(reports.json, 'utf8')) as JsonFeature[]
  for (const scenario of features.flatMap(({ elements }) => elements)) {
    scenario.steps = scenario.steps
      .map(({ name = '', embeddings = [], ...step }) => ({
        ...step,
        name,
        embeddings: embeddings.filter(({ mime_type }) => mime_type !== evidenceMediaType),
      }))
      .filter(
        ({ hidden, result, embeddings }) =>
          !hidden || result.status === 'failed' || embeddings.length > 0,
      )
  }
  await writeFile(reports.json, JSON.stringify(features))
}

type JsonFeature = { elements: { steps: JsonStep[] }[] }
type JsonStep = {
  name?: string
  hidden?: boolean
  embeddings?: { mime_type: string }[]
  result: { status: string }
}
