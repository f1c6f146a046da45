import { existsSync } from 'node:fs'
import type { IConfiguration } from '@cucumber/cucumber'

/** cucumber-js adds paths of the command line to these. */
const isChosen = process.argv.some(
  (argument) => existsSync(argument.replace(/(?::\d+)+$/, '')) && argument.includes('.feature'),
)

/** The configuration of cucumber-js for the console; `start.ts` starts it. */
const configuration: Partial<IConfiguration> = {
  paths: isChosen ? [] : ['api/test/console/*.feature'],
  import: ['api/test/console/support/*.ts', 'api/test/console/*.steps.ts'],
  format: ['progress'],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads the default export.
export default configuration
