import type { Plugin } from '@cucumber/cucumber/api'
import { takeBaseline } from '../performance/run/keep-baseline.ts'
import { deleteReports } from '../reports/files.ts'
import { RunRecord } from '../reports/run-record.ts'
import { isDryRun } from './dry-run.ts'
import { exitOnSignals } from './exit-on-signals.ts'
import { finishRun } from './finish-run.ts'
import { giveUp } from './give-up.ts'
import { repeated, repetitionsIn } from './repetitions.ts'
import { environmentOf, findTarget } from './target.ts'
import { tryOut } from './try-out.ts'

/** Finds or starts the target, orders the scenarios, records the run, and reports on it. */
const plugin: Plugin = {
  type: 'plugin',
  async coordinator({ on, transform, environment }) {
    if (isDryRun(process.argv)) return undefined
    exitOnSignals()
    // Deleted first, so that no earlier report remains if this run cannot start.
    const [baseline] = await Promise.allSettled([takeBaseline(environment.env)])
    orGiveUp(deleteReports)
    const repetitions = orGiveUp(() => repetitionsIn(environment.env))
    if (baseline.status === 'rejected') giveUp(baseline.reason)
    await baseline.value()
    const target = await findTarget(environment.env).catch(giveUp)
    // The workers inherit the environment of this process.
    Object.assign(process.env, environmentOf(target))
    if (!target.server) await tryOut().catch(giveUp)
    // Each worker reads the description too; reading it here first reports an error in it once.
    // Imported here, because loading it reads the settings; `findTarget` reports a bad one.
    const { publishedDescription } = await import('../support/conformance.ts')
    await publishedDescription().catch(giveUp)
    const { inRunOrder } = await import('./run-order.ts')

    const startedAt = performance.now()
    const record = new RunRecord()
    on('message', (message) => record.take(message))
    transform('pickles:order', (pickles) => inRunOrder(repeated(pickles, repetitions)))
    // At exit, because cucumber sets the exit code at its end.
    process.once('beforeExit', () =>
      finishRun(target, record, performance.now() - startedAt).catch(giveUp),
    )
    return () => target.server?.stop()
  },
}

function orGiveUp<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    return giveUp(error)
  }
}

// biome-ignore lint/style/noDefaultExport: cucumber-js loads plugins by their default export.
export default plugin
