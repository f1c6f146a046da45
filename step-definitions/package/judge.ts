/** The entry of the package papertape-spec, which `papertape spec` runs. */
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Judges the server in BASE_URL as the environment variables say, with arguments of cucumber-js. Writes
 * the reports below the current folder, and sets the exit code.
 */
export async function judge(args: readonly string[]): Promise<void> {
  const { env } = process
  // Features and steps have paths below the package, the user's files below the current folder.
  for (const name of ['DIALECT', 'BASELINE']) {
    if (env[name]) env[name] = resolve(env[name])
  }
  env.REPORTS = resolve(env.REPORTS || 'reports').replaceAll('\\', '/')
  env.NODE_COMPILE_CACHE ||= join(tmpdir(), 'node-compile-cache')
  process.chdir(home)
  process.argv = [process.execPath, 'papertape', ...args]
  // Imported here, because it reads the environment.
  const { startRun } = await import('../run/start-run.ts')
  await startRun('papertape spec --help', async (given) => [
    '--config',
    'step-definitions/cucumber.ts',
    ...given,
  ])
}
