import {
  After,
  AfterStep,
  Before,
  BeforeAll,
  type ITestCaseHookParameter,
  type ITestStepHookParameter,
  Status,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setParallelCanAssign,
} from '@cucumber/cucumber'
import { evidenceMediaType, transcriptName } from './reports/attachments.ts'
import { failureOf } from './reports/evidence/failure.ts'
import { gatherEvidence } from './reports/evidence/gather-evidence.ts'
import { hidingSecrets } from './reports/evidence/hide-secrets.ts'
import { transcriptOf } from './reports/evidence/transcript-text.ts'
import { canStart, demandOf } from './run/run-order.ts'
import type { Definition } from './support/catching.ts'
import { publishedDescription } from './support/conformance.ts'
import { isControlOffered } from './support/control.ts'
import { whyTooLate, whyTooMany } from './support/in-time.ts'
import { namingFloods } from './support/naming-floods.ts'
import { NotClaimed, NotJudged, skippingWithoutVerdict } from './support/no-verdict.ts'
import { claimsOf } from './support/profile.ts'
import { claims, seedOf, stepWithinMs } from './support/settings.ts'
import { isQuiet, isRealTime } from './support/tags.ts'
import type { TradingFloor } from './support/world.ts'

// Every wait in a step has its own time limit. This one is for a step that hangs.
setDefaultTimeout(stepWithinMs)

setParallelCanAssign((next, running) => canStart(demandOf(next), running.map(demandOf)))

// Runs in every worker before its first scenario, so that its cost does not count against a
// scenario's time limit.
BeforeAll({ name: 'reading the published description' }, publishedDescription)

Before({ name: 'checking what the target claims' }, ({ pickle }: ITestCaseHookParameter) => {
  const unclaimed = claimsOf(pickle).filter((claim) => !claims.has(claim))
  if (unclaimed.length > 0)
    throw new NotClaimed(`the target does not claim ${unclaimed.join(', ')}`)
  const reason = whyTooLate(pickle) ?? whyTooMany(pickle)
  if (reason !== undefined) throw new NotJudged(reason)
})

Before(
  { name: 'opening the trading floor' },
  async function (this: TradingFloor, { pickle }: ITestCaseHookParameter) {
    this.description = await publishedDescription()
    if (isQuiet(pickle)) this.watchTimers()
    if (isControlOffered() && !isRealTime(pickle)) {
      this.seed = seedOf(pickle.name)
      this.venueUnderTest = await this.open({ seed: this.seed })
    }
  },
)

setDefinitionFunctionWrapper((run: Definition) =>
  hidingSecrets(skippingWithoutVerdict(namingFloods(run))),
)

AfterStep(function (this: TradingFloor, { pickleStep, result, error }: ITestStepHookParameter) {
  if (result.status !== Status.FAILED) return
  this.failure = failureOf(pickleStep.text, error)
  this.transcript.addFailedStep()
})

const everythingInOrder = 'no promise is broken, and no refusal goes unchecked'

After({ name: everythingInOrder }, async function (this: TradingFloor, { result }) {
  await Promise.all(this.everybody.map((trader) => trader.closeConnections()))
  const own = new Set(this.everybody.flatMap(({ orderIds }) => orderIds))
  const complaints = [...this.floods, ...this.everybody.flatMap((trader) => trader.complaints(own))]
  const evidence = await gatherEvidence(this, complaints)
  if (evidence) {
    this.attach(JSON.stringify(evidence), evidenceMediaType)
    if (complaints.length > 0 || result?.status === Status.FAILED) {
      this.attach(transcriptOf(evidence), { mediaType: 'text/plain', fileName: transcriptName })
    }
  }
  // Last, so that the evidence is attached even if a venue cannot be closed.
  const unclosed = await this.closeVenues().then(
    () => [],
    ({ message }) => message,
  )
  const faults = complaints.slice(0, 10).concat(unclosed)
  if (faults.length > 0) throw new Error(faults.join('\n'))
})
