import { globSync } from 'node:fs'
import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** These take long, so only `npm run fuzz` runs them. */
const thorough = ['package', 'fuzz', 'churn', 'memory-watch', 'kill'].map(
  (name) => `api/test/${name}.test.ts`,
)

/** These start processes or measure memory, so each file runs in its own process. */
export const alone = [
  'api/test/model.test.ts',
  'api/server.test.ts',
  'api/stores/sqlite-crash.test.ts',
]

const sockets =
  /\/(?:listen|limits|pipeline-limit|web-socket|server-sent-events|event-sources)\.test\.ts$/

/** The files of a group share a process, so that shared modules load once. */
export const groups = {
  /** These open many connections. */
  sockets: (file) => sockets.test(file),
  specification: (file) => /^(?:step-definitions|api\/description|\.scripts)\//.test(file),
  platform: (file) => !groups.sockets(file) && !groups.specification(file),
} satisfies Record<string, (file: string) => boolean>

export type Group = keyof typeof groups

/** Loads the tests of a group into this process. */
export async function load(group: Group): Promise<void> {
  const files = globSync('{engine,api,step-definitions,.scripts}/**/*.test.ts')
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !thorough.includes(file) && !alone.includes(file) && groups[group](file))
  for (const file of files.toSorted()) await import(pathToFileURL(file).href)
}
