import type { CoordinatorEventValues } from '@cucumber/cucumber/api'

export type Message = CoordinatorEventValues['message']
type Kept<Kind extends keyof Message> = NonNullable<Message[Kind]>

export type Attached = Kept<'attachment'>
export type StepResult = Kept<'testStepFinished'>['testStepResult']
export type GherkinDocument = Kept<'gherkinDocument'>
export type Pickle = Kept<'pickle'>
export type TestCase = Kept<'testCase'>

/** One time that a scenario was played. */
export interface Played {
  readonly pickle: Pickle
  readonly testCase: TestCase
  readonly startedAt: number
  endedAt: number
  /** By the ids of the test's steps. */
  readonly results: Map<string, StepResult>
  readonly attached: Attached[]
}

/** Keeps what cucumber tells of a run, as far as the reports need it. */
export class RunRecord {
  readonly documents: GherkinDocument[] = []
  /** The names of hooks by their ids. */
  readonly hooks = new Map<string, string>()
  readonly #pickles = new Map<string, Pickle>()
  readonly #testCases = new Map<string, TestCase>()
  readonly #played = new Map<string, Played>()

  take(message: Message): void {
    const { gherkinDocument, hook, pickle, testCase } = message
    if (gherkinDocument) this.documents.push(gherkinDocument)
    else if (hook) this.hooks.set(hook.id, hook.name ?? 'a hook')
    else if (pickle) this.#pickles.set(pickle.id, pickle)
    else if (testCase) this.#testCases.set(testCase.id, testCase)
    else this.#takeOfPlay(message)
  }

  #takeOfPlay({ testCaseStarted, attachment, testStepFinished, testCaseFinished }: Message): void {
    if (testCaseStarted) this.#begin(testCaseStarted)
    if (attachment) this.#played.get(attachment.testCaseStartedId ?? '')?.attached.push(attachment)
    if (testStepFinished) {
      const { testCaseStartedId, testStepId, testStepResult } = testStepFinished
      this.#played.get(testCaseStartedId)?.results.set(testStepId, testStepResult)
    }
    const ended = testCaseFinished && this.#played.get(testCaseFinished.testCaseStartedId)
    if (ended) ended.endedAt = inMs(testCaseFinished.timestamp)
  }

  #begin({ id, testCaseId, timestamp }: Kept<'testCaseStarted'>): void {
    const testCase = this.#testCases.get(testCaseId)
    const pickle = this.#pickles.get(testCase?.pickleId ?? '')
    if (!testCase || !pickle) return
    const startedAt = inMs(timestamp)
    const results = new Map<string, StepResult>()
    this.#played.set(id, { pickle, testCase, startedAt, endedAt: startedAt, results, attached: [] })
  }

  /** Every time that each scenario was played, by the node of the document that it came of: of an outline, a row. */
  byNode(): ReadonlyMap<string, readonly Played[]> {
    return Map.groupBy(this.#played.values(), ({ pickle }) => pickle.astNodeIds.at(-1) ?? '')
  }
}

const inMs = ({ seconds, nanos }: { seconds: number; nanos: number }) =>
  seconds * 1000 + nanos / 1e6
