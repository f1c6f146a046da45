import { globSync } from 'node:fs'
import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** These take long, or run the specification many times, so only `npm run fuzz` runs them. */
const thorough =
  /\/(?:package|fuzz|churn|kill|memory-watch|start-run|hostile-target|unwritable-reports|secrets-in-reports|rehearsal|sqlite-crash)\.test\.ts$/

const starting = /\/(?:server|preflight|node-version)\.test\.ts$/

/**
 * The files of a group share a process, so that shared modules load once. The groups take about the
 * same CPU time, so that no core is idle at the end.
 */
export const groups = {
  /** These start servers and runs of the specification. */
  processes: (file) => starting.test(file),
  specification: (file) =>
    !groups.processes(file) && /^(?:step-definitions|api\/description|\.scripts)\//.test(file),
  connections: (file) => /^api\/(?:broadcast|journal|server|stream)\//.test(file),
  platform: (file) =>
    !(groups.processes(file) || groups.specification(file) || groups.connections(file)),
} satisfies Record<string, (file: string) => boolean>

export type Group = keyof typeof groups

/** Loads the tests of a group into this process. */
export async function load(group: Group): Promise<void> {
  const files = globSync('{engine,api,step-definitions,.scripts}/**/*.test.ts')
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !thorough.test(file) && groups[group](file))
  for (const file of files.toSorted()) await import(pathToFileURL(file).href)
}
