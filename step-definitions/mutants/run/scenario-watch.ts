import type { GherkinDocument, Message, Pickle } from '../../reports/run-record.ts'
import { isFailure } from '../../reports/tally.ts'
import { isAlone, isQuiet } from '../../support/tags.ts'
import type { RuleName } from '../mutant.ts'

/** A scenario that has ended. */
export interface EndedScenario extends RuleName {
  readonly scenario: string
  /** What went wrong, in a line; undefined where nothing did. */
  readonly failure: string | undefined
  /** Whether it measures time, and so may fail for no other reason than that the machine was busy. */
  readonly measuresTime: boolean
}

/** Follows a run, and knows of each scenario where it stands. */
export class ScenarioWatch {
  /** By the nodes of the documents. */
  readonly #places = new Map<string, RuleName>()
  readonly #pickles = new Map<string, Pickle>()
  readonly #pickleOf = new Map<string, string>()
  /** By the attempts that are under way. */
  readonly #playing = new Map<string, { readonly pickle: Pickle; failure?: string }>()

  /** Takes in what cucumber tells; answers with the scenario that ended by it, if one did. */
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

/** What went wrong, without where in the code; what an assertion prints is behind its first line. */
function inALine(message: string): string {
  const [told = ''] = message.split(/\n +at /)
  const line = told.replaceAll(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)} …` : line
}
