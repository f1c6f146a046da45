import type { Plugin } from '@cucumber/cucumber/api'
import { exitOnSignals } from '../../run/exit-on-signals.ts'
import { inRunOrder } from '../../run/run-order.ts'
import { environmentOf, findTarget } from '../../run/target.ts'
import { type EndedScenario, ScenarioWatch } from './scenario-watch.ts'

/** A message from a run to the process that started it. */
export type RunMessage =
  /** The number of scenarios. */
  | { readonly about: 'scenarios'; readonly count: number }
  /** A scenario has ended. */
  | { readonly about: 'scenario'; readonly ended: EndedScenario }
  /** The run is over; `faults` are errors that our server logged, and the like. */
  | { readonly about: 'server'; readonly faults: readonly string[] }

/** Starts our own server, or the mutant that MUTANT names, and reports each scenario to the parent process. */
const plugin: Plugin = {
  type: 'plugin',
  async coordinator({ on, transform, environment }) {
    exitOnSignals()
    const { server, ...target } = await findTarget(environment.env)
    Object.assign(process.env, environmentOf({ ...target, ...(server && { server }) }))
    const watch = new ScenarioWatch()
    transform('pickles:order', (pickles) => {
      tell({ about: 'scenarios', count: pickles.length })
      return inRunOrder(pickles)
    })
    on('message', (message) => {
      const ended = watch.consume(message)
      if (ended) tell({ about: 'scenario', ended })
    })
    return async () => {
      await server?.stop()
      tell({ about: 'server', faults: server?.faults ?? [] })
    }
  },
}

const tell = (told: RunMessage) => process.send?.(told)

// biome-ignore lint/style/noDefaultExport: cucumber-js loads a plugin from the default export.
export default plugin
