import type { IFilterablePickle, Plugin } from '@cucumber/cucumber/api'
import { isAlone, isRealTime } from '../support/tags.ts'
import { conclude } from './conclusion.ts'
import { printDots } from './dots.ts'
import { tellReasons } from './reasons.ts'
import { repeated, repetitionsIn } from './repetitions.ts'
import { deleteReports } from './reports.ts'
import { Tally } from './tally.ts'
import { environmentOf, findTarget } from './target.ts'
import { hasRoomForBar } from './terminal.ts'

type Pickle = IFilterablePickle['pickle']

/** Finds or starts the platform to judge, puts the scenarios in order, and tells how it went. */
const plugin: Plugin = {
  type: 'plugin',
  async coordinator({ on, transform, environment }) {
    if (process.argv.includes('--dry-run')) return undefined
    exitOnSignals()
    const repetitions = repetitionsIn(environment.env)
    await deleteReports()
    const target = await findTarget(environment.env).catch(giveUp)
    // The workers are started with this process's environment.
    Object.assign(process.env, environmentOf(target))
    // Each worker reads it too; what is wrong with it is told here, once. Loaded late like all that
    // reads the settings: a bad one is told by `findTarget`.
    const { publishedDescription } = await import('../support/conformance.ts')
    await publishedDescription().catch(giveUp)

    const tally = new Tally()
    on('message', tellReasons())
    on('message', (message) => tally.take(message))
    if (!hasRoomForBar) on('message', printDots())
    transform('pickles:order', (pickles) =>
      repeated(pickles, repetitions).toSorted((a, b) => turnOf(a.pickle) - turnOf(b.pickle)),
    )
    // Not sooner: only now have the formatters closed their files and is the exit code known.
    process.once('beforeExit', () => conclude(target, tally).catch(giveUp))
    return () => target.server?.stop()
  },
}

/**
 * Those that run alone come last: a worker that finds nothing to do beside one of them is never
 * asked again. The rows of tables, short and many, come before them, to fill the workers evenly.
 * Those that wait for real time come first, so that others run meanwhile.
 */
function turnOf(scenario: Pickle): number {
  if (isAlone(scenario)) return 3
  if (isRealTime(scenario)) return 0
  return scenario.astNodeIds.length > 1 ? 2 : 1
}

/** A signal ends the process as an exit, so that a server of ours is ended too. */
function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  process.once('SIGHUP', () => process.exit(129))
}

function giveUp(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`\nThe specification cannot run. ${reason}\n`)
  process.exit(1)
}

// biome-ignore lint/style/noDefaultExport: cucumber-js looks for a plugin there.
export default plugin
