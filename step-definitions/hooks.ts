import {
  After,
  Before,
  BeforeAll,
  type ITestCaseHookParameter,
  Status,
  setDefaultTimeout,
  setParallelCanAssign,
} from '@cucumber/cucumber'
import { publishedDescription } from './support/conformance.ts'
import { isControlOffered } from './support/control.ts'
import { claimsOf, notApplicable } from './support/profile.ts'
import { changeWithinMs, claims, seedOf } from './support/settings.ts'
import { isAlone, isRealTime } from './support/tags.ts'
import type { TradingFloor } from './support/world.ts'

// Every wait in a step ends by itself, with a reason; this is for a step that hangs.
setDefaultTimeout(changeWithinMs * 4)

setParallelCanAssign(
  (next, running) => running.length === 0 || !(isAlone(next) || running.some(isAlone)),
)

// Before any scenario begins, in every worker: it takes a while, and some scenarios are in a hurry.
BeforeAll({ name: 'reading the published description' }, publishedDescription)

Before(
  { name: 'asking what is claimed' },
  function (this: TradingFloor, { pickle }: ITestCaseHookParameter) {
    const unclaimed = claimsOf(pickle).filter((claim) => !claims.has(claim))
    if (unclaimed.length === 0) return undefined
    this.log(`${notApplicable} the target does not claim ${unclaimed.join(', ')}.`)
    return 'skipped'
  },
)

Before(
  { name: 'opening the trading floor' },
  async function (this: TradingFloor, { pickle }: ITestCaseHookParameter) {
    this.description = await publishedDescription()
    if (isControlOffered() && !isRealTime(pickle)) {
      this.exchange = await this.open({ seed: seedOf(pickle.name) })
    }
  },
)

After({ name: 'nothing passed over in silence' }, async function (this: TradingFloor, { result }) {
  await Promise.all(this.everybody.map((trader) => trader.leave()))
  await this.closeVenues()
  const complaints = this.everybody.flatMap((trader) => trader.complaints())
  if (complaints.length > 0 || result?.status === Status.FAILED) this.attachTranscript()
  if (complaints.length > 0) throw new Error(complaints.slice(0, 10).join('\n'))
})
