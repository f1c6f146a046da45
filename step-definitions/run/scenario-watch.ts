import {
  type GherkinDocument,
  type Message,
  type RecordedAttempt,
  RunRecord,
} from '../reports/run-record.ts'
import { isFailure } from '../reports/status.ts'
import { isAlone, isQuiet } from '../support/tags.ts'

/** A Rule, by its name and that of its Feature. */
export interface RuleName {
  readonly feature: string
  readonly rule: string
}

/** A scenario that has ended. */
export interface EndedScenario extends RuleName {
  readonly scenario: string
  /** The error on one line; undefined if it passed. */
  readonly failure: string | undefined
  /** Whether it measures time, and so may fail only because the machine was busy. */
  readonly measuresTime: boolean
}

/** Watches a run of the specification, and names the promise that each scenario belongs to. */
export class ScenarioWatch {
  readonly #record = new RunRecord()
  /** By the ids of scenarios in their Gherkin documents. */
  readonly #places = new Map<string, RuleName>()

  /** Reads a message of cucumber; returns the scenario that ended with it, if one did. */
  take(message: Message): EndedScenario | undefined {
    this.#record.take(message)
    if (message.gherkinDocument) this.#place(message.gherkinDocument)
    const attempt = this.#record.attempt(message.testCaseFinished?.testCaseStartedId)
    return attempt && this.#ended(attempt)
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

  #ended({ pickle, results }: RecordedAttempt): EndedScenario | undefined {
    const place = this.#places.get(pickle.astNodeIds[0] ?? '')
    const failed = [...results.values()].find(isFailure)
    const failure = failed && (inALine(failed.message ?? '') || failed.status.toLowerCase())
    const measuresTime = isQuiet(pickle) || isAlone(pickle)
    return place && { ...place, scenario: pickle.name, failure, measuresTime }
  }
}

const longest = 300

/**
 * An error message on one line, without its stack; the details of an assertion follow its first
 * line.
 */
function inALine(message: string): string {
  const [text = ''] = message.split(/\n +at /)
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)} …` : line
}
