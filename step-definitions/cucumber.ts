import type { IConfiguration } from '@cucumber/cucumber'
import { reports } from './reports/files.ts'
import { hasRoomForBar } from './run/terminal.ts'

const { BASE_URL, CONTROL_URL, CONTROL } = process.env
const PROFILE = process.env.PROFILE || 'control'

/** Whether scenarios can hold the target's clock. Otherwise they mostly wait. */
const canHoldTime =
  /\b(control|outcome-header)\b/.test(PROFILE) &&
  (BASE_URL ? Boolean(CONTROL_URL) : CONTROL !== 'off')

/** How cucumber-js runs the specification; `run/start.ts` starts it. */
const configuration: Partial<IConfiguration> = {
  import: [
    'step-definitions/support/world.ts',
    'step-definitions/parameter-types.ts',
    'step-definitions/hooks.ts',
    'step-definitions/*.steps.ts',
  ],
  plugin: ['./step-definitions/run/plugin.ts'],
  // Scenarios that wait need little CPU, so there may be more of them than cores. But each worker takes a
  // second of CPU to start.
  parallel: canHoldTime ? 4 : 14,
  format: [
    hasRoomForBar ? 'progress-bar' : 'summary',
    ['json', reports.json],
    ['junit', reports.junit],
  ],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads its configuration from the default export.
export default configuration
