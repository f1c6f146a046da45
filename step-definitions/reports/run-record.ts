import type { CoordinatorEventValues } from '@cucumber/cucumber/api'
import { type Status, statusOf, together } from './status.ts'

export type Message = CoordinatorEventValues['message']
type Payload<Kind extends keyof Message> = NonNullable<Message[Kind]>

export type CucumberAttachment = Payload<'attachment'>
export type TestStepResult = Payload<'testStepFinished'>['testStepResult']
export type GherkinDocument = Payload<'gherkinDocument'>
type Pickle = Payload<'pickle'>
type TestCase = Payload<'testCase'>

/** One attempt at a scenario. Its times are in milliseconds since the epoch. */
export interface RecordedAttempt {
  readonly pickle: Pickle
  readonly testCase: TestCase
  readonly startedAt: number
  endedAt: number
  /** By the ids of the steps of the test case. */
  readonly results: Map<string, TestStepResult>
  readonly attached: CucumberAttachment[]
}

/** The one reader of cucumber's messages: everything that reports on a run asks this record. */
export class RunRecord {
  readonly documents: GherkinDocument[] = []
  /** The names of hooks by their ids. */
  readonly hooks = new Map<string, string>()
  /** False when no scenario could run at all, such as when a feature cannot be parsed. */
  hasFinished = false
  /** Whether a BeforeAll or AfterAll hook failed. After a failed BeforeAll, no scenario runs. */
  hasRunHookFailed = false
  /** How hooks of the whole run failed, or the run itself. */
  readonly runFailures: string[] = []
  readonly #pickles = new Map<string, Pickle>()
  readonly #testCases = new Map<string, TestCase>()
  readonly #attempts = new Map<string, RecordedAttempt>()

  take(message: Message): void {
    const { gherkinDocument, hook, pickle, testCase, testRunFinished } = message
    if (gherkinDocument) this.documents.push(gherkinDocument)
    else if (hook) this.hooks.set(hook.id, hook.name ?? 'a hook')
    else if (pickle) this.#pickles.set(pickle.id, pickle)
    else if (testCase) this.#testCases.set(testCase.id, testCase)
    else if (testRunFinished) {
      this.hasFinished = true
      this.#noteRunFailure(testRunFinished.exception?.message)
    } else this.#takeFromAttempt(message)
    this.#takeFromRunHook(message)
  }

  /** By the id that cucumber's messages call `testCaseStartedId`. */
  attempt(id: string | undefined): RecordedAttempt | undefined {
    return this.#attempts.get(id ?? '')
  }

  /** How many attempts the run consists of. */
  get planned(): number {
    return this.#testCases.size
  }

  /** All attempts, in the order in which they started. */
  get attempts(): readonly RecordedAttempt[] {
    return [...this.#attempts.values()]
  }

  /**
   * The attempts by the id of the Gherkin node that they ran: a scenario, or a row of an outline.
   */
  byNode(): ReadonlyMap<string, readonly RecordedAttempt[]> {
    return Map.groupBy(this.attempts, ({ pickle }) => pickle.astNodeIds.at(-1) ?? '')
  }

  /**
   * The status of each scenario that ran, over all its attempts; a row of an outline counts as one.
   */
  scenarioStatuses(): Status[] {
    return [...this.byNode().values()].map((attempts) => together(attempts.map(statusOf)))
  }

  #takeFromRunHook({ testRunHookFinished }: Message): void {
    const { status, message, exception } = testRunHookFinished?.result ?? { status: 'PASSED' }
    if (status === 'PASSED') return
    this.hasRunHookFailed = true
    this.#noteRunFailure(exception?.message ?? message)
  }

  /** Once, although it may happen in every worker. */
  #noteRunFailure(why: string | undefined): void {
    if (why !== undefined && !this.runFailures.includes(why)) this.runFailures.push(why)
  }

  #takeFromAttempt(message: Message): void {
    const { testCaseStarted, attachment, testStepFinished, testCaseFinished } = message
    if (testCaseStarted) this.#start(testCaseStarted)
    if (attachment) this.attempt(attachment.testCaseStartedId)?.attached.push(attachment)
    if (testStepFinished) {
      const { testCaseStartedId, testStepId, testStepResult } = testStepFinished
      this.attempt(testCaseStartedId)?.results.set(testStepId, testStepResult)
    }
    const ended = this.attempt(testCaseFinished?.testCaseStartedId)
    if (ended && testCaseFinished) ended.endedAt = inMs(testCaseFinished.timestamp)
  }

  #start({ id, testCaseId, timestamp }: Payload<'testCaseStarted'>): void {
    const testCase = this.#testCases.get(testCaseId)
    const pickle = this.#pickles.get(testCase?.pickleId ?? '')
    if (!testCase || !pickle) return
    const startedAt = inMs(timestamp)
    const results = new Map<string, TestStepResult>()
    const attempt = { pickle, testCase, startedAt, endedAt: startedAt, results, attached: [] }
    this.#attempts.set(id, attempt)
  }
}

/** A timestamp or a duration of cucumber's, in milliseconds. */
export const inMs = ({ seconds, nanos }: { seconds: number; nanos: number }) =>
  seconds * 1000 + nanos / 1e6
