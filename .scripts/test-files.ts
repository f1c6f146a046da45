import { globSync } from 'node:fs'
import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** These take long, or start many processes: only `npm run fuzz` runs them. */
const thorough = [
  // Processes, the linter and packages.
  /\/(?:bin|export|folders|node-version|pack|package|restart|server|simulator-process)\.test\.ts$/,
  /^api\/replay\/run\.test\.ts$/,
  /\/(?:hostile-target|rehearsal|secrets-in-reports|start-run|unwritable-reports)\.test\.ts$/,
  // Stores and clusters.
  /\/(?:cluster|handover|kill|nats-connection|nats-store|sqlite-crash|sqlite-store)\.test\.ts$/,
  // Slow clients, many connections, and the limits on them.
  /\/(?:any-stream-fault|churn|event-sources|limits|listeners|pipeline-limit)\.test\.ts$/,
  /\/(?:slow-clients|slow-consumer)\.test\.ts$/,
  // Much input, and many random samples.
  /\/(?:audience|bootstrap|capacity|examples-in-use|fuzz|memory-watch|redaction|standards)\.test\.ts$/,
]

/** `npm run fuzz` runs it too, for longer. */
const model = 'api/test/model.test.ts'

/** `npm run console:load` runs it. */
const load = 'api/test/console/load.test.ts'

const all = globSync('{engine,api,client,step-definitions,.scripts}/**/*.test.ts')
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file !== load)
  .toSorted()

const isThorough = (file: string) => thorough.some((pattern) => pattern.test(file))

/** The tests of `npm run fuzz`. */
export const thoroughFiles = () => all.filter((file) => isThorough(file) || file === model)

/**
 * The files of a group share a process, so that shared modules load once. The groups take about the
 * same CPU time, so that no core is idle at the end.
 */
export const groups = {
  specification: (file) => /^(?:step-definitions|api\/description|\.scripts)\//.test(file),
  connections: (file) => /^api\/(?:broadcast|journal|server|stream)\//.test(file),
  control: (file) => /^api\/(?:control|control-client|replay|stores|test)\//.test(file),
  platform: (file) =>
    !(groups.specification(file) || groups.connections(file) || groups.control(file)),
} satisfies Record<string, (file: string) => boolean>

export type Group = keyof typeof groups

/** Loads the tests of a group into this process. */
export async function loadGroup(group: Group): Promise<void> {
  for (const file of all.filter((one) => !isThorough(one) && groups[group](one))) {
    await import(pathToFileURL(file).href)
  }
}
