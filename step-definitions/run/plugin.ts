import type { Plugin } from '@cucumber/cucumber/api'
import { takeBaseline } from '../performance/run/keep-baseline.ts'
import { printDots } from '../reports/dots.ts'
import { secrets } from '../reports/evidence/secrets.ts'
import { deleteReports } from '../reports/files.ts'
import { RunRecord } from '../reports/run-record.ts'
import { tellReasons } from '../reports/skip-reasons.ts'
import { Tally } from '../reports/tally.ts'
import { printable } from '../support/printable.ts'
import { exitOnSignals } from './exit-on-signals.ts'
import { finishRun } from './finish-run.ts'
import { repeated, repetitionsIn } from './repetitions.ts'
import { environmentOf, findTarget } from './target.ts'
import { hasRoomForBar } from './terminal.ts'

/** Finds or starts the platform to judge, puts the scenarios in order, and tells how it went. */
const plugin: Plugin = {
  type: 'plugin',
  async coordinator({ on, transform, environment }) {
    if (process.argv.includes('--dry-run')) return undefined
    exitOnSignals()
    const repetitions = orGiveUp(() => repetitionsIn(environment.env))
    const keepBaseline = await takeBaseline(environment.env).catch(giveUp)
    const target = await findTarget(environment.env).catch(giveUp)
    await deleteReports().catch(giveUp)
    await keepBaseline()
    // The workers are started with this process's environment.
    Object.assign(process.env, environmentOf(target))
    // Each worker reads it too; what is wrong with it is told here, once. Loaded late like all that
    // reads the settings: a bad one is told by `findTarget`.
    const { publishedDescription } = await import('../support/conformance.ts')
    await publishedDescription().catch(giveUp)
    const { inRunOrder } = await import('./run-order.ts')

    const tally = new Tally()
    const record = new RunRecord()
    on('message', tellReasons())
    on('message', (message) => tally.take(message))
    on('message', (message) => record.take(message))
    if (!hasRoomForBar) on('message', printDots())
    transform('pickles:order', (pickles) => inRunOrder(repeated(pickles, repetitions)))
    // Not sooner: only now have the formatters closed their files and is the exit code known.
    process.once('beforeExit', () => finishRun(target, tally, record).catch(giveUp))
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

function giveUp(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  const reason = printable(secrets.hiddenIn(message))
  process.stderr.write(`\nThe specification cannot run. ${reason}\n`)
  process.exit(1)
}

// biome-ignore lint/style/noDefaultExport: cucumber-js looks for a plugin there.
export default plugin
