import type { IConfiguration } from '@cucumber/cucumber'
import { isDryRun } from './run/dry-run.ts'

const { BASE_URL, CONTROL_URL, CONTROL } = process.env
const PROFILE = process.env.PROFILE || 'control'

/** Whether scenarios can hold the target's clock; otherwise they mostly wait. */
const canHoldTime =
  /\b(control|outcome-header)\b/.test(PROFILE) &&
  (BASE_URL ? Boolean(CONTROL_URL) : CONTROL !== 'off')

/** The configuration of cucumber-js; `run/start.ts` starts it. */
const configuration: Partial<IConfiguration> = {
  import: [
    'step-definitions/support/world.ts',
    'step-definitions/parameter-types.ts',
    'step-definitions/hooks.ts',
    'step-definitions/*.steps.ts',
  ],
  plugin: ['./step-definitions/run/plugin.ts'],
  // Waiting scenarios use little CPU, so more of them than there are cores may run at once. But
  // each worker needs a second of CPU time to start.
  parallel: canHoldTime ? 5 : 10,
  // A worker would otherwise take 60 MB instead of 40.
  workerOptions: { resourceLimits: { maxYoungGenerationSizeMb: 4 } },
  // Without a run, cucumber itself says which steps are undefined.
  format: [isDryRun(process.argv) ? 'summary' : './step-definitions/reports/terminal/progress.ts'],
}

// biome-ignore lint/style/noDefaultExport: cucumber-js reads the default export.
export default configuration
