import { createRequire, enableCompileCache } from 'node:module'
import { deleteReports } from '../reports/files.ts'
import { isDryRun } from './dry-run.ts'
import { giveUp } from './give-up.ts'
import { outliveReader } from './outlive-reader.ts'

/** The program of cucumber-js, which is CommonJS. It exits by itself on an unknown option. */
interface Cli {
  run(): Promise<{ readonly success: boolean; readonly shouldExitImmediately: boolean }>
}

/**
 * Runs cucumber-js with the arguments that `argumentsIn` makes from those of a command; with
 * undefined, there is nothing to run. If the run cannot start, it says why and what to do, deletes
 * the reports of an earlier run, and exits with 2.
 */
export async function startRun(
  helpCommand: string,
  argumentsIn: (given: readonly string[]) => Promise<readonly string[] | undefined>,
): Promise<void> {
  outliveReader()
  // This process, its server, its workers and the next run share compiled modules.
  process.env.NODE_COMPILE_CACHE ||= 'node_modules/.cache/node'
  enableCompileCache(process.env.NODE_COMPILE_CACHE)
  const [node = '', file = '', ...given] = process.argv
  const hint = `Run ${helpCommand} for the options.`
  const refuse = (error: unknown) => {
    deleteEarlierReports(given)
    giveUp(`${messageOf(error).replace(/\.?$/, '.')} ${hint}`)
  }
  const args = await argumentsIn(given).catch(refuse)
  if (!args) return
  process.argv = [node, file, ...args]
  const { argv, stdout, env } = process
  const { default: Program } = createRequire(import.meta.url)('@cucumber/cucumber/lib/cli/index')
  const cli: Cli = new Program({ argv, cwd: process.cwd(), stdout, env })
  const onExit = (code: number) => {
    if (code === 0) return
    deleteEarlierReports(given)
    process.stderr.write(`\n${hint}\n`)
    process.exitCode = 2
  }
  process.once('exit', onExit)
  // It reads the options before it returns.
  const running = cli.run()
  process.off('exit', onExit)
  const result = await running.catch(refuse)
  if (!result) return
  process.exitCode = result.success ? 0 : 1
  if (result.shouldExitImmediately) process.exit()
}

/** No earlier report may look like one of this run; a dry run would not have replaced them. */
function deleteEarlierReports(args: readonly string[]): void {
  if (isDryRun(args)) return
  try {
    deleteReports({ except: process.env.BASELINE })
  } catch {
    // The folder cannot be written to, and the reason to refuse the run matters more.
  }
}

/** The message of an error of cucumber-js, and those of its causes. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`
}
