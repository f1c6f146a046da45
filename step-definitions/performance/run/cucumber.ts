import type { IConfiguration } from '@cucumber/cucumber'
import usual from '../../cucumber.ts'

/** The configuration of cucumber-js for the performance scenario; `start.ts` starts it. */
const configuration: Partial<IConfiguration> = {
  ...usual,
  tags: '@performance',
  // One worker, because others would disturb the measurement.
  parallel: 1,
  plugin: [...(usual.plugin ?? []), './step-definitions/performance/run/progress-plugin.ts'],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads the default export.
export default configuration
