import type { IConfiguration } from '@cucumber/cucumber'
import usual from '../../cucumber.ts'

/** Runs the specification against a mutant: as usual, but it reports to its parent process and writes no reports. */
const configuration: Partial<IConfiguration> = {
  ...usual,
  plugin: ['./step-definitions/mutants/run/plugin.ts'],
  format: ['summary'],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads its configuration from the default export.
export default configuration
