/**
 * `npm run spec`: cucumber-js with the configuration of this project. It takes all that cucumber-js
 * takes but `--retry`, and `--repeat n` besides.
 */
import { createRequire } from 'node:module'
import { outliveReader } from './outlive-reader.ts'
import { takeRepetitions } from './repetitions.ts'

outliveReader()
try {
  const { repetitions, others } = takeRepetitions(process.argv.slice(2))
  const [node = '', script = ''] = process.argv
  process.argv = [node, script, '--config', 'step-definitions/cucumber.ts', ...others]
  if (repetitions !== undefined) process.env.REPEAT = `${repetitions}`
  // Its own program, which can be had by `require` alone.
  createRequire(import.meta.url)('@cucumber/cucumber/lib/cli/run').default()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
