import type { Plugin } from '@cucumber/cucumber/api'
import { exitOnSignals } from '../../run/exit-on-signals.ts'
import { inRunOrder } from '../../run/run-order.ts'
import { environmentOf, findTarget } from '../../run/target.ts'
import { type EndedScenario, ScenarioWatch } from './scenario-watch.ts'

/** What a run tells whoever started it. */
export type RunMessage =
  /** How many scenarios there are. */
  | { readonly about: 'scenarios'; readonly count: number }
  /** What became of one. */
  | { readonly about: 'scenario'; readonly ended: EndedScenario }
  /** What our server did that a good one does not do; the run is over. */
  | { readonly about: 'server'; readonly faults: readonly string[] }

/** Starts our own server, a mutant where MUTANT names one, and tells what becomes of each scenario. */
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

// biome-ignore lint/style/noDefaultExport: cucumber-js looks for a plugin there.
export default plugin
