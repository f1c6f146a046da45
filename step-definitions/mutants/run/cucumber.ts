import type { IConfiguration } from '@cucumber/cucumber'
import usual from '../../cucumber.ts'

/**
 * The configuration of cucumber-js for a mutant: it reports to the parent process and writes no
 * reports.
 */
const configuration: Partial<IConfiguration> = {
  ...usual,
  plugin: ['./step-definitions/mutants/run/plugin.ts', './step-definitions/run/watch-plugin.ts'],
  format: ['summary'],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads the default export.
export default configuration
