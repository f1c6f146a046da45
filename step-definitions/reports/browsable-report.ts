import { once } from 'node:events'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { generate } from 'multiple-cucumber-html-reporter'
import { cucumberJsonOf, type JsonFeature, type JsonStep } from './cucumber-json.ts'
import type { FeatureResult } from './document/model.ts'
import type { RunFacts } from './document/report.ts'
import { casesIn } from './document/scenarios.ts'
import { browsableFolder, deleteBrowsableReport } from './files.ts'
import { lasted } from './page/words.ts'
import { counts, type Status } from './status.ts'

/** The reporter knows no other status, and would count the others as skipped. */
const isShown = ({ status }: { readonly status: Status }) =>
  status === 'passed' || status === 'failed'

/** Hides what says nothing about a venue: browsers and devices, and a sum of durations. */
const moreStyle = `
.grid:has(> div > #browser-chart), span:has(> .fa-globe), span:has(> .fa-computer) { display: none }
div:has(> p + div > span.italic) span.italic, span.italic + span { display: none }`

/**
 * Writes the report with a page per feature: the scenarios that passed or failed. Replaces an
 * earlier one.
 */
export async function writeBrowsableReport(
  features: readonly FeatureResult[],
  { tookMs, conditions }: Pick<RunFacts, 'tookMs' | 'conditions'>,
  folder = browsableFolder,
): Promise<void> {
  const all = casesIn(features)
    .map(({ status }) => status)
    .filter((status) => status !== 'not run')
  const facts = Object.entries({
    Scenarios: inWords(all.filter((status) => isShown({ status }))),
    'Not shown here': inWords(all.filter((status) => !isShown({ status }))),
    Took: lasted(tookMs),
    ...conditions,
  }).filter(([, value]) => value !== '')
  const metadata = facts.map(([name, value]) => ({
    name: attribute(name),
    value: attribute(value),
  }))
  const jsonDir = await mkdtemp(join(tmpdir(), 'papertape-report-'))
  const options: Parameters<typeof generate>[0] = {
    jsonDir,
    reportPath: folder,
    reportName: 'papertape specification',
    pageTitle: 'papertape',
    customData: Object.fromEntries(metadata.map(({ name, value }) => [name, value])),
    customMetadata: true,
    metadata,
    displayDuration: true,
    disableLog: true,
  }
  try {
    deleteBrowsableReport(folder)
    const json = cucumberJsonOf(features, isShown).map(safeFeature)
    await writeFile(join(jsonDir, 'specification.json'), JSON.stringify(json))
    const script = new URL('./browsable-report-thread.ts', import.meta.url)
    // In a thread, because the reporter prints to the console even with `disableLog`.
    const worker = new Worker(script, { workerData: options, stdout: true })
    await once(worker, 'exit')
    await appendFile(join(folder, 'styles.min.css'), moreStyle)
  } catch (error) {
    deleteBrowsableReport(folder)
    throw error
  } finally {
    await rm(jsonDir, { recursive: true, force: true })
  }
}

const inWords = (all: readonly Status[]) =>
  counts(all)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ')

/*
 * The reporter puts some texts into its pages as HTML, others as text, and all of them into a
 * script as JSON.
 */

const safeFeature = (feature: JsonFeature): JsonFeature => ({
  ...feature,
  name: markup(feature.name),
  description: inScript(feature.description),
  elements: feature.elements.map((scenario) => ({
    ...scenario,
    name: markup(scenario.name),
    description: markup(scenario.description),
    steps: scenario.steps.map(safeStep),
  })),
})

const safeStep = (step: JsonStep): JsonStep => ({
  ...step,
  name: markup(step.name),
  result: {
    ...step.result,
    ...(step.result.error_message && { error_message: inScript(step.result.error_message) }),
  },
  ...(step.arguments && {
    arguments: step.arguments.map(({ rows }) => ({
      rows: rows.map(({ cells }) => ({ cells: cells.map(markup) })),
    })),
  }),
  ...(step.doc_string && { doc_string: { value: inScript(step.doc_string.value) } }),
  ...(step.embeddings && {
    embeddings: step.embeddings.map((one) => ({ ...one, name: markup(one.name) })),
  }),
})

/** A text that the reporter puts into its pages as HTML, between tags. */
const markup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A text that the reporter also puts into an attribute. */
const attribute = (text: string): string => markup(text).replaceAll('"', '&quot;')

/**
 * A text that the reporter escapes in its pages, but not in its script. An invisible word joiner
 * after each `<` keeps a `</script>` in the text from ending the script.
 */
const inScript = (text: string): string => text.replaceAll('<', '<\u2060')
