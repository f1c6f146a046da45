import {
  After,
  Before,
  BeforeAll,
  Status,
  setDefaultTimeout,
  setParallelCanAssign,
} from '@cucumber/cucumber'
import { isAlone } from './support/alone.ts'
import { publishedDescription } from './support/conformance.ts'
import { changeWithinMs } from './support/settings.ts'
import type { TradingFloor } from './support/world.ts'

// Every wait in a step ends by itself, with a reason; this is for a step that hangs.
setDefaultTimeout(changeWithinMs * 4)

setParallelCanAssign(
  (next, running) => running.length === 0 || !(isAlone(next) || running.some(isAlone)),
)

// Before any scenario begins, in every worker: it takes a while, and some scenarios are in a hurry.
BeforeAll({ name: 'reading the published description' }, publishedDescription)

Before({ name: 'opening the trading floor' }, async function (this: TradingFloor) {
  this.description = await publishedDescription()
})

After({ name: 'nothing passed over in silence' }, async function (this: TradingFloor, { result }) {
  await Promise.all(this.everybody.map((trader) => trader.leave()))
  const complaints = this.everybody.flatMap((trader) => trader.complaints())
  if (result?.status !== Status.PASSED || complaints.length > 0) this.attachTranscript()
  if (complaints.length > 0) throw new Error(complaints.slice(0, 10).join('\n'))
})
