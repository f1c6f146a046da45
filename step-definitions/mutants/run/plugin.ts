import type { Plugin } from '@cucumber/cucumber/api'
import { exitOnSignals } from '../../run/exit-on-signals.ts'
import { inRunOrder } from '../../run/run-order.ts'
import { environmentOf, findTarget } from '../../run/target.ts'
import { report } from '../../run/watch-plugin.ts'

/** Starts our own server, or the mutant in MUTANT, and reports what it did wrong. */
const plugin: Plugin = {
  type: 'plugin',
  async coordinator({ transform, environment }) {
    exitOnSignals()
    const { server, ...target } = await findTarget(environment.env)
    Object.assign(process.env, environmentOf({ ...target, ...(server && { server }) }))
    transform('pickles:order', inRunOrder)
    return async () => {
      await server?.stop()
      report({ about: 'server', faults: server?.faults ?? [] })
    }
  },
}

// biome-ignore lint/style/noDefaultExport: cucumber-js loads plugins by their default export.
export default plugin
