import { globSync } from 'node:fs'
import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** These take long, or start many processes. `npm run fuzz` runs them; `npm run console:load` runs `load.test.ts`. */
const thorough =
  /\/(?:load|package|bin|pack|run|restart|standards|slow-clients|slow-consumer|any-stream-fault|event-sources|fuzz|churn|kill|memory-watch|server|node-version|sqlite-store|sqlite-crash|nats-connection|nats-store|cluster|handover|folders|start-run|hostile-target|unwritable-reports|secrets-in-reports|rehearsal)\.test\.ts$/

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
export async function load(group: Group): Promise<void> {
  const files = globSync('{engine,api,client,step-definitions,.scripts}/**/*.test.ts')
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !thorough.test(file) && groups[group](file))
  for (const file of files.toSorted()) await import(pathToFileURL(file).href)
}
