import type { CoordinatorEventValues } from '@cucumber/cucumber/api'
import { notApplicable } from '../support/profile.ts'
import { figuresTableName } from './attachments.ts'

type Message = CoordinatorEventValues['message']
type FinishedStep = NonNullable<Message['testStepFinished']>

/** How a scenario can end, from the best to the worst. */
const outcomes = ['passed', 'not applicable', 'skipped', 'failed'] as const
type Outcome = (typeof outcomes)[number]

/** Counts the scenarios of a run and keeps what is to be printed at its end. */
export class Tally {
  /** Whether the scenarios were run at all: they are not when a feature cannot be parsed. */
  hasFinished = false
  /** Whether a hook failed that comes before all scenarios: then none of them is run. */
  hasFailedToBegin = false
  readonly tables: string[] = []
  readonly #scenarioOf = new Map<string, string>()
  readonly #attempts = new Map<string, { readonly scenario: string; outcome: Outcome }>()
  readonly #startedAt = performance.now()

  take(message: Message): void {
    const { attachment, testCase, testCaseStarted, testStepFinished, testRunFinished } = message
    if (attachment?.fileName === figuresTableName) this.tables.push(attachment.body)
    if (testCase) this.#scenarioOf.set(testCase.id, testCase.pickleId)
    if (testCaseStarted) {
      const scenario = this.#scenarioOf.get(testCaseStarted.testCaseId) ?? ''
      this.#attempts.set(testCaseStarted.id, { scenario, outcome: 'passed' })
    }
    if (attachment?.body.startsWith(notApplicable)) {
      this.#worsen(attachment.testCaseStartedId, 'not applicable')
    }
    if (testStepFinished) this.#count(testStepFinished)
    const hook = message.testRunHookFinished
    if (hook && hook.result.status !== 'PASSED') this.hasFailedToBegin = true
    if (testRunFinished) this.hasFinished = true
  }

  /** How many scenarios there were, however often each was run. */
  get scenarios(): number {
    return this.#ends.size
  }

  /** How many times scenarios were run. */
  get attempts(): number {
    return this.#attempts.size
  }

  /** How many of these failed. */
  get failedAttempts(): number {
    return [...this.#attempts.values()].filter(({ outcome }) => outcome === 'failed').length
  }

  /** How many scenarios ended so: each as the worst of its attempts did. */
  count(outcome: Outcome): number {
    return [...this.#ends.values()].filter((end) => end === outcome).length
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }

  get #ends(): ReadonlyMap<string, Outcome> {
    const ends = new Map<string, Outcome>()
    for (const { scenario, outcome } of this.#attempts.values()) {
      ends.set(scenario, worse(outcome, ends.get(scenario)))
    }
    return ends
  }

  #count(step: FinishedStep): void {
    if (isFailure(step)) this.#worsen(step.testCaseStartedId, 'failed')
    // What does not apply is skipped, too, but for a reason.
    const outcome = this.#attempts.get(step.testCaseStartedId)?.outcome
    if (step.testStepResult.status === 'SKIPPED' && outcome === 'passed') {
      this.#worsen(step.testCaseStartedId, 'skipped')
    }
  }

  #worsen(id: string | undefined, outcome: Outcome): void {
    const attempt = this.#attempts.get(id ?? '')
    if (attempt) attempt.outcome = worse(attempt.outcome, outcome)
  }
}

const worse = (one: Outcome, other: Outcome = 'passed'): Outcome =>
  outcomes.indexOf(one) > outcomes.indexOf(other) ? one : other

/** A step may also be undefined or ambiguous; it is skipped only after another one failed. */
export const isFailure = ({ testStepResult: { status } }: FinishedStep): boolean =>
  status !== 'PASSED' && status !== 'SKIPPED'
