/** Runs what the console exports. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Without settings and without the variables of a test runner. */
const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }

/** Runs a module in Node with a file of this text as its argument. Resolves with its output; rejects if it fails. */
async function runNode(args: readonly string[], name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-export-'))
  const file = join(folder, name)
  await writeFile(file, text)
  const options = ['--disable-warning=ExperimentalWarning', ...args, file]
  return run(process.execPath, options, { env })
    .then(({ stdout }) => stdout)
    .finally(() => rm(folder, { recursive: true }))
}

/** Runs an exported test with the package of this clone. Resolves with its output; rejects if it fails. */
export const runExportedTest = (text: string): Promise<string> =>
  runNode(
    ['--test'],
    'exported.test.mjs',
    text.replace("'papertape'", `'${import.meta.resolve('../../package.ts')}'`),
  )

/** Replays an exported recording. Resolves with the output; rejects if the replay differs. */
export const replayExported = (text: string): Promise<string> =>
  runNode([join(import.meta.dirname, '../../replay/run.ts')], 'recording.json', text)

/** Runs an exported script, which opens the venue `venue` of a platform. */
export const runExportedScript = (
  text: string,
  { url, controlUrl }: { readonly url: string; readonly controlUrl: string },
  venue: string,
) =>
  run('sh', ['-c', text], {
    env: { ...env, TRADING: url, CONTROL: controlUrl, VENUE: venue },
    timeout: 30_000,
  })
