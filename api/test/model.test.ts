import { test } from 'node:test'
import fc from 'fast-check'
import { Model } from './model/model.ts'
import { openRealPlatform } from './model/platform.ts'
import * as steps from './model/steps.ts'

/** How many sequences of steps are tried. */
const numRuns = Number(process.env.MODEL_RUNS || 10)

/** After this time fast-check reports a counter-example even if it may not be the shortest. */
const limitMs = numRuns * 400

const symbol = fc.constantFrom('EURUSD', 'BTC/USD')
const anySymbol = fc.option(symbol, { nil: undefined })
const status = fc.constantFrom('PENDING', 'EXECUTED', 'CANCELLED', undefined)
const order = fc.integer({ min: 1, max: 5 })
const version = fc.constantFrom(undefined, undefined, 1, 2)
/** A position that a short log reaches, or its end. */
const at = fc.option(fc.nat(10), { nil: undefined })
const name = fc.constantFrom('Ann', 'Ben')

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

test('a platform does what the model does, after any steps', async () => {
  const sequences = fc.commands([step], { maxCommands: 60, size: 'max' })
  const property = fc.asyncProperty(sequences, async (sequence) => {
    const real = await openRealPlatform()
    try {
      await fc.asyncModelRun(() => ({ model: new Model(), real }), sequence)
    } finally {
      await real.close()
    }
  })
  await fc.assert(property, { numRuns, interruptAfterTimeLimit: limitMs, reporter: reportSteps })
})

/** Reports a counter-example as a list of steps, before the report of fast-check. */
function reportSteps(details: fc.RunDetails<[Iterable<steps.Step>]>): void {
  if (!details.failed) return
  const done = [...(details.counterexample?.[0] ?? [])].filter(
    (one) => 'hasRan' in one && one.hasRan,
  )
  const list = done.map((one, index) => `  ${index + 1}. ${one}`)
  const message = [
    'The platform differs from the model after these steps:',
    ...list,
    fc.defaultReportMessage(details),
  ]
  throw new Error(message.join('\n'), { cause: details.errorInstance })
}
