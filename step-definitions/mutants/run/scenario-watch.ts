import type { GherkinDocument, Message, Pickle } from '../../reports/run-record.ts'
import { isFailure } from '../../reports/tally.ts'
import { isAlone, isQuiet } from '../../support/tags.ts'
import type { RuleName } from '../mutant.ts'

/** A scenario that has ended. */
export interface EndedScenario extends RuleName {
  readonly scenario: string
  /** The failure in one line; undefined if it passed. */
  readonly failure: string | undefined
  /** Whether it measures time, and so may fail only because the machine is busy. */
  readonly measuresTime: boolean
}

/** Follows the messages of a run, and reports each scenario that ends. */
export class ScenarioWatch {
  /** By the id of the scenario's node in its document. */
  readonly #places = new Map<string, RuleName>()
  readonly #pickles = new Map<string, Pickle>()
  readonly #pickleOf = new Map<string, string>()
  /** By the id of the attempt in progress. */
  readonly #playing = new Map<string, { readonly pickle: Pickle; failure?: string }>()

  /** Consumes a message of cucumber-js; returns the scenario that it ends, if any. */
  consume(message: Message): EndedScenario | undefined {
    const { gherkinDocument, pickle, testCase, testCaseStarted, testCaseFinished } = message
    if (gherkinDocument) this.#place(gherkinDocument)
    if (pickle) this.#pickles.set(pickle.id, pickle)
    if (testCase) this.#pickleOf.set(testCase.id, testCase.pickleId)
    if (testCaseStarted) this.#begin(testCaseStarted)
    this.#fail(message)
    return testCaseFinished && this.#end(testCaseFinished.testCaseStartedId)
  }

  #place({ feature }: GherkinDocument): void {
    for (const { rule, scenario } of feature?.children ?? []) {
      const scenarios = rule?.children.map((child) => child.scenario) ?? [scenario]
      for (const one of scenarios) {
        const place = { feature: feature?.name ?? '', rule: rule?.name ?? '' }
        if (one) this.#places.set(one.id, place)
      }
    }
  }

  #begin({ id, testCaseId }: NonNullable<Message['testCaseStarted']>): void {
    const pickle = this.#pickles.get(this.#pickleOf.get(testCaseId) ?? '')
    if (pickle) this.#playing.set(id, { pickle })
  }

  #fail({ testStepFinished }: Message): void {
    if (!testStepFinished || !isFailure(testStepFinished)) return
    const playing = this.#playing.get(testStepFinished.testCaseStartedId)
    const { message = '', status } = testStepFinished.testStepResult
    if (playing) playing.failure ??= inALine(message) || status.toLowerCase()
  }

  #end(id: string): EndedScenario | undefined {
    const playing = this.#playing.get(id)
    this.#playing.delete(id)
    const place = this.#places.get(playing?.pickle.astNodeIds[0] ?? '')
    if (!place || !playing) return undefined
    const { pickle, failure } = playing
    const measuresTime = isQuiet(pickle) || isAlone(pickle)
    return { ...place, scenario: pickle.name, failure, measuresTime }
  }
}

const longest = 300

/** A failure in one line, without its stack trace. */
function inALine(message: string): string {
  const [text = ''] = message.split(/\n +at /)
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)} …` : line
}
