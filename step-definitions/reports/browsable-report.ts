import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path/posix'
import { Worker } from 'node:worker_threads'
import type { generate } from 'multiple-cucumber-html-reporter'
import { evidenceMediaType } from './attachments.ts'
import type { Conditions } from './document/report.ts'
import { deleteBrowsableReport, reports } from './files.ts'

/** Writes the report with a page per feature, from the JSON report of the run. */
export async function writeBrowsableReport(conditions: Conditions): Promise<void> {
  const options: Parameters<typeof generate>[0] = {
    jsonDir: dirname(reports.json),
    reportPath: dirname(reports.browsable),
    reportName: 'papertape specification',
    pageTitle: 'papertape',
    customData: { ...conditions },
    customMetadata: true,
    metadata: Object.entries(conditions).map(([name, value]) => ({ name, value })),
    displayDuration: true,
    disableLog: true,
  }
  await removeQuietHooks()
  await deleteBrowsableReport()
  const script = new URL('./browsable-report-thread.ts', import.meta.url)
  // In a thread, because the reporter prints to the console even with `disableLog`.
  const worker = new Worker(script, { workerData: options, stdout: true })
  await once(worker, 'exit')
}

/**
 * Removes the evidence, which only the one-page report shows, and each hook that passed and
 * attached nothing else: it would be a nameless step in every scenario.
 */
async function removeQuietHooks(): Promise<void> {
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
