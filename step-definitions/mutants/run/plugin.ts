import type { Plugin } from '@cucumber/cucumber/api'
import { exitOnSignals } from '../../run/exit-on-signals.ts'
import { inRunOrder } from '../../run/run-order.ts'
import { environmentOf, findTarget } from '../../run/target.ts'
import { type EndedScenario, ScenarioWatch } from './scenario-watch.ts'

/** What a run reports to the process that started it. */
export type WatchMessage =
  /** The number of scenarios. */
  | { readonly about: 'scenarios'; readonly count: number }
  /** The result of one. */
  | { readonly about: 'scenario'; readonly ended: EndedScenario }
  /** What our server did wrong; the last message. */
  | { readonly about: 'server'; readonly faults: readonly string[] }

/**
 * Starts our own server, or the mutant in MUTANT, and reports each scenario to the parent process.
 */
const plugin: Plugin = {
  type: 'plugin',
  async coordinator({ on, transform, environment }) {
    exitOnSignals()
    const { server, ...target } = await findTarget(environment.env)
    Object.assign(process.env, environmentOf({ ...target, ...(server && { server }) }))
    const watch = new ScenarioWatch()
    transform('pickles:order', (pickles) => {
      send({ about: 'scenarios', count: pickles.length })
      return inRunOrder(pickles)
    })
    on('message', (message) => {
      const ended = watch.take(message)
      if (ended) send({ about: 'scenario', ended })
    })
    return async () => {
      await server?.stop()
      send({ about: 'server', faults: server?.faults ?? [] })
    }
  },
}

const send = (message: WatchMessage) => process.send?.(message)

// biome-ignore lint/style/noDefaultExport: cucumber-js loads plugins by their default export.
export default plugin
