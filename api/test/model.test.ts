import { test } from 'node:test'
import fc from 'fast-check'
import { Model } from './model/model.ts'
import { openRealPlatform } from './model/platform.ts'
import * as steps from './model/steps.ts'

/** How many lives of a platform are lived; more of them find what is rarer. */
const numRuns = Number(process.env.MODEL_RUNS || 20)

/** A counter-example is told after this long, in milliseconds, even if it may not be the shortest. */
const interruptAfterTimeLimit = numRuns * 400

const symbol = fc.constantFrom('EURUSD', 'BTC/USD')
const anySymbol = fc.option(symbol, { nil: undefined })
const status = fc.constantFrom('PENDING', 'EXECUTED', 'CANCELLED', undefined)
const order = fc.integer({ min: 1, max: 5 })
const version = fc.constantFrom(undefined, undefined, 1, 2)
/** A position that a short log reaches, or now. */
const at = fc.option(fc.nat(10), { nil: undefined })
const name = fc.constantFrom('Ann', 'Ben')

/** Each step as often as its weight says, but only where it can be done. */
const step: fc.Arbitrary<steps.Step> = fc.oneof(
  { weight: 8, arbitrary: symbol.map(steps.place) },
  { weight: 1, arbitrary: symbol.map((one) => steps.placeMany(one, 300)) },
  { weight: 1, arbitrary: symbol.map(steps.check) },
  { weight: 6, arbitrary: fc.constantFrom(1, 400, 999, 1000, 1001).map(steps.wait) },
  { weight: 6, arbitrary: fc.tuple(order, version).map((of) => steps.cancel(...of)) },
  { weight: 1, arbitrary: anySymbol.map(steps.cancelAll) },
  { weight: 4, arbitrary: fc.tuple(order, at).map((of) => steps.readOrder(...of)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.record({ symbol: anySymbol, status }), at)
      .map((of) => steps.list(...of)),
  },
  { weight: 2, arbitrary: order.map(steps.readHistory) },
  { weight: 2, arbitrary: fc.nat(10).map(steps.readLog) },
  { weight: 8, arbitrary: fc.tuple(name, anySymbol).map((of) => steps.connect(...of)) },
  { weight: 8, arbitrary: fc.tuple(name, fc.nat(3)).map((of) => steps.drop(...of)) },
  { weight: 16, arbitrary: fc.tuple(name, fc.nat(9)).map((of) => steps.resume(...of)) },
)

test('whatever is done to a platform, it does what the model does', async () => {
  const lives = fc.commands([step], { maxCommands: 60, size: 'max' })
  const property = fc.asyncProperty(lives, async (life) => {
    const real = await openRealPlatform()
    try {
      await fc.asyncModelRun(() => ({ model: new Model(), real }), life)
    } finally {
      await real.close()
    }
  })
  await fc.assert(property, { numRuns, interruptAfterTimeLimit, reporter: inSteps })
})

/** Tells a counter-example as a list of steps, before all that fast-check says. */
function inSteps(details: fc.RunDetails<[Iterable<steps.Step>]>): void {
  if (!details.failed) return
  const done = [...(details.counterexample?.[0] ?? [])].filter(
    (one) => 'hasRan' in one && one.hasRan,
  )
  const told = done.map((one, index) => `  ${index + 1}. ${one}`)
  const message = [
    'It does something else after these steps:',
    ...told,
    fc.defaultReportMessage(details),
  ]
  throw new Error(message.join('\n'), { cause: details.errorInstance })
}
