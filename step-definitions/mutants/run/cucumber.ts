import type { IConfiguration } from '@cucumber/cucumber'
import usual from '../../cucumber.ts'

/** How the specification is run against a mutant: as always, but it tells whoever started it and writes no reports. */
const configuration: Partial<IConfiguration> = {
  ...usual,
  plugin: ['./step-definitions/mutants/run/plugin.ts'],
  format: ['summary'],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads its configuration from there.
export default configuration
