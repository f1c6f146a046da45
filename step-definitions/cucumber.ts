import type { IConfiguration } from '@cucumber/cucumber'
import { reports } from './run/reports.ts'
import { hasRoomForBar } from './run/terminal.ts'

/** How the specification runs: `cucumber-js --config step-definitions/cucumber.ts`. */
const configuration: Partial<IConfiguration> = {
  import: [
    'step-definitions/support/world.ts',
    'step-definitions/parameter-types.ts',
    'step-definitions/hooks.ts',
    'step-definitions/*.steps.ts',
  ],
  plugin: ['./step-definitions/run/plugin.ts'],
  // Some scenarios wait for real time, so more of them than there are cores may run at a time; not
  // many more, for each worker takes a second of a core to start.
  parallel: 5,
  format: [
    hasRoomForBar ? 'progress-bar' : 'summary',
    ['html', reports.standalone],
    ['json', reports.json],
    ['junit', reports.junit],
  ],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads its configuration from there.
export default configuration
