/**
 * `npm run spec`: cucumber-js with this project's configuration. It takes the options of
 * cucumber-js, except `--retry`, and `--repeat n`.
 */
import { rmSync } from 'node:fs'
import { createRequire, enableCompileCache } from 'node:module'
import { reports } from '../reports/files.ts'
import { outliveReader } from './outlive-reader.ts'
import { takeRepetitions } from './repetitions.ts'

outliveReader()
// This process, its server, its workers and the next run share compiled modules.
process.env.NODE_COMPILE_CACHE ||= 'node_modules/.cache/node'
enableCompileCache(process.env.NODE_COMPILE_CACHE)
try {
  const { repetitions, others } = takeRepetitions(process.argv.slice(2))
  const [node = '', script = ''] = process.argv
  process.argv = [node, script, '--config', 'step-definitions/cucumber.ts', ...others]
  if (repetitions !== undefined) process.env.REPEAT = `${repetitions}`
  // The program of cucumber-js is CommonJS.
  createRequire(import.meta.url)('@cucumber/cucumber/lib/cli/run').default()
} catch (error) {
  rmSync(reports.junit, { force: true })
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
