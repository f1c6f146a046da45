/**
 * `npm run spec`: cucumber-js with this project's configuration. It takes the options of
 * cucumber-js, except `--retry`, and `--repeat n`.
 */
import { takeRepetitions } from './repetitions.ts'
import { startRun } from './start-run.ts'

await startRun('npm run spec -- --help', async (given) => {
  const { repetitions, others } = takeRepetitions(given)
  if (repetitions !== undefined) process.env.REPEAT = `${repetitions}`
  return ['--config', 'step-definitions/cucumber.ts', ...others]
})
