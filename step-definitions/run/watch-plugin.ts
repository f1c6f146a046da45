import type { Plugin } from '@cucumber/cucumber/api'
import { type EndedScenario, ScenarioWatch } from './scenario-watch.ts'

/** What a watched run reports to the process that started it. */
export type WatchMessage =
  /** The number of scenarios. */
  | { readonly about: 'scenarios'; readonly count: number }
  /** The result of one. */
  | { readonly about: 'scenario'; readonly ended: EndedScenario }
  /** What our own server did wrong. */
  | { readonly about: 'server'; readonly faults: readonly string[] }

export const report = (message: WatchMessage) => process.send?.(message)

/** Reports each scenario to the parent process. */
const plugin: Plugin = {
  type: 'plugin',
  coordinator({ on, transform }) {
    const watch = new ScenarioWatch()
    transform('pickles:order', (pickles) => {
      report({ about: 'scenarios', count: pickles.length })
      return pickles
    })
    on('message', (message) => {
      const ended = watch.take(message)
      if (ended) report({ about: 'scenario', ended })
    })
  },
}

// biome-ignore lint/style/noDefaultExport: cucumber-js loads plugins by their default export.
export default plugin
