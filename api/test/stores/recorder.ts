import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import {
  type Commit,
  CommitFailed,
  type LogContent,
  type OrderEvent,
  type StoredLog,
} from '../../../engine/index.ts'

/** Names and values. An undefined value removes a record. */
type Records = Iterable<readonly [name: string, value: unknown]>

/** More failures of the same commit in a row mean that the store cannot record it. */
const maxAttempts = 5

/**
 * Writes a log as a venue does, and keeps in `content` what the log must contain; by default nothing.
 * A venue loads its log after a failed commit, and only then records what is not there.
 */
export function createRecorder(
  log: StoredLog,
  content: LogContent = { events: [], records: new Map() },
) {
  async function check(): Promise<LogContent> {
    const loaded = await log.load()
    assertEqual(loaded, content)
    return loaded
  }

  async function attempt(commit: Commit, attempts = 1): Promise<void> {
    try {
      await log.commit(commit)
    } catch (error) {
      assert.ok(error instanceof CommitFailed, `${error}`)
      assert.ok(attempts < maxAttempts, `Failed ${attempts} times: ${error.message}`)
      const loaded = await log.load()
      if (error.outcome === 'unknown' && isEqual(loaded, after(content, commit))) return
      assertEqual(loaded, content)
      await attempt(commit, attempts + 1)
    }
  }

  return {
    log,
    content,
    /** Loads the log and compares it with `content`. */
    check,
    /** Commits events and changed records. */
    async record(events: readonly OrderEvent[], records: Records = []): Promise<void> {
      const commit = { events, records: new Map(records) }
      await attempt(commit)
      apply(content, commit)
    },
    /** Checks that the log refuses a commit. Repeats it while its outcome is unknown. */
    async refuses(events: readonly OrderEvent[], records: Records = []): Promise<void> {
      const commit = { events, records: new Map(records) }
      const outcomes: string[] = []
      while (outcomes.at(-1) !== 'not-recorded' && outcomes.length < maxAttempts) {
        await assert.rejects(log.commit(commit), (error) => {
          assert.ok(error instanceof CommitFailed)
          outcomes.push(error.outcome)
          return true
        })
        await check()
      }
      assert.equal(outcomes.at(-1), 'not-recorded')
    },
  }
}

export type Recorder = ReturnType<typeof createRecorder>

function after({ events, records }: LogContent, commit: Commit): LogContent {
  const next = { events: [...events], records: new Map(records) }
  apply(next, commit)
  return next
}

function apply({ events, records }: LogContent, commit: Commit): void {
  for (const event of commit.events) events.push(event)
  for (const [name, value] of commit.records) {
    records.delete(name)
    if (value !== undefined) records.set(name, value)
  }
}

/** Unlike a Map, an array of its entries has an order. */
const comparable = ({ events, records }: LogContent) => ({ events, records: [...records] })

const isEqual = (actual: LogContent, expected: LogContent): boolean =>
  isDeepStrictEqual(comparable(actual), comparable(expected))

/** The difference of two long logs would take minutes to print. */
const printedEvents = 100

function assertEqual(actual: LogContent, expected: LogContent): void {
  if (isEqual(actual, expected)) return
  if (expected.events.length <= printedEvents) {
    assert.deepEqual(comparable(actual), comparable(expected))
  }
  const { events } = actual
  const nth = expected.events.findIndex((event, at) => !isDeepStrictEqual(events[at], event))
  assert.deepEqual([events.length, events[nth]], [expected.events.length, expected.events[nth]])
  assert.deepEqual([...actual.records], [...expected.records])
}
