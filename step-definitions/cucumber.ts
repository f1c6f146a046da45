import type { IConfiguration } from '@cucumber/cucumber'
import { reports } from './reports/files.ts'
import { hasRoomForBar } from './run/terminal.ts'

const { BASE_URL, CONTROL_URL, CONTROL } = process.env
const PROFILE = process.env.PROFILE || 'control'

/** Whether scenarios can hold the time of the target: else they mostly wait. */
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
  // Scenarios that wait leave room for others: more of them than there are cores may run at a time. But
  // each worker takes a second of a core to start.
  parallel: canHoldTime ? 4 : 14,
  format: [
    hasRoomForBar ? 'progress-bar' : 'summary',
    ['json', reports.json],
    ['junit', reports.junit],
  ],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads its configuration from there.
export default configuration
