import type { CoordinatorEventValues } from '@cucumber/cucumber/api'
import { figuresTableName } from '../support/attachments.ts'
import { notApplicable } from '../support/profile.ts'

type Message = CoordinatorEventValues['message']
type FinishedStep = NonNullable<Message['testStepFinished']>

/** Counts the scenarios of a run and keeps what is to be printed at its end. */
export class Tally {
  scenarios = 0
  /** Whether the scenarios were run at all: they are not when a feature cannot be parsed. */
  hasFinished = false
  /** Whether a hook failed that comes before all scenarios: then none of them is run. */
  hasFailedToBegin = false
  readonly tables: string[] = []
  readonly #failed = new Set<string>()
  readonly #skipped = new Set<string>()
  readonly #inapplicable = new Set<string>()
  readonly #startedAt = performance.now()

  take(message: Message): void {
    const { attachment, testCaseStarted, testStepFinished, testRunFinished } = message
    if (attachment?.fileName === figuresTableName) this.tables.push(attachment.body)
    if (attachment?.testCaseStartedId && attachment.body.startsWith(notApplicable)) {
      this.#inapplicable.add(attachment.testCaseStartedId)
    }
    if (testCaseStarted) this.scenarios += 1
    if (testStepFinished && isFailure(testStepFinished)) {
      this.#failed.add(testStepFinished.testCaseStartedId)
    }
    if (testStepFinished?.testStepResult.status === 'SKIPPED') {
      this.#skipped.add(testStepFinished.testCaseStartedId)
    }
    const hook = message.testRunHookFinished
    if (hook && hook.result.status !== 'PASSED') this.hasFailedToBegin = true
    if (testRunFinished) this.hasFinished = true
  }

  get failed(): number {
    return this.#failed.size
  }

  /** Those that are about something that the target does not claim. */
  get inapplicable(): number {
    return this.#inapplicable.size
  }

  /** Others of which a step was left out, though none had failed. */
  get skipped(): number {
    const isUnexplained = (scenario: string) =>
      !(this.#failed.has(scenario) || this.#inapplicable.has(scenario))
    return [...this.#skipped].filter(isUnexplained).length
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }
}

/** A step may also be undefined or ambiguous; it is skipped only after another one failed. */
export const isFailure = ({ testStepResult: { status } }: FinishedStep): boolean =>
  status !== 'PASSED' && status !== 'SKIPPED'
