import type { IConfiguration } from '@cucumber/cucumber'
import usual from '../../cucumber.ts'

/** How cucumber-js runs the performance scenario; `start.ts` starts it. */
const configuration: Partial<IConfiguration> = {
  ...usual,
  tags: '@performance',
  // One thread for the client, beside the one that the audience has: another would take from both.
  parallel: 1,
  plugin: [...(usual.plugin ?? []), './step-definitions/performance/run/progress-plugin.ts'],
  // It has a progress bar of its own.
  format: (usual.format ?? []).map((one) => (one === 'progress-bar' ? 'summary' : one)),
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads its configuration from there.
export default configuration
