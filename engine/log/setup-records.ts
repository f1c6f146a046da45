import { CommitFailed } from './stored-log.ts'

/**
 * How a venue is set up: its rules with their counts, latencies, clock. Plain JSON values by name, kept
 * as side records of its log. A crash of the venue in this process loses none of them.
 */
export interface SetupRecords extends Iterable<readonly [string, unknown]> {
  get(name: string): unknown
  /** Throws CommitFailed, and changes nothing, if nothing can be recorded. */
  set(name: string, value: unknown): void
  /** Throws CommitFailed, and changes nothing, if nothing can be recorded. */
  delete(name: string): void
  /** Like `set`, but never throws: what cannot be recorded now is recorded by `recordMissing`. */
  note(name: string, value: unknown): void
  /** Uses the side records of another log from now on. */
  attach(sideRecords: Map<string, unknown>): void
  /** Records all differences to the side records. Call it when the log accepts changes again. */
  recordMissing(): void
}

/** Their names in the log start with this. */
const prefix = 'setup '

/** The name in a log of a setup record. */
export const setupName = (name: string): string => prefix + name

/** The name of a setup record by its name in a log; undefined if it is another record. */
export const setupOf = (name: string): string | undefined =>
  name.startsWith(prefix) ? name.slice(prefix.length) : undefined

/** Creates the setup records of a venue from the side records of its log. */
export function createSetupRecords(stored: Iterable<readonly [string, unknown]>): SetupRecords {
  const values = setupIn(stored)
  let sideRecords = new Map<string, unknown>()

  return {
    [Symbol.iterator]: () => values.entries(),
    get: (name) => values.get(name),
    set(name, value) {
      sideRecords.set(setupName(name), value)
      values.set(name, value)
    },
    delete(name) {
      sideRecords.delete(setupName(name))
      values.delete(name)
    },
    note(name, value) {
      values.set(name, value)
      try {
        sideRecords.set(setupName(name), value)
      } catch (error) {
        if (!(error instanceof CommitFailed)) throw error
      }
    },
    attach(other) {
      sideRecords = other
    },
    recordMissing() {
      const recorded = setupIn(sideRecords)
      for (const name of recorded.keys()) {
        if (!values.has(name)) sideRecords.delete(setupName(name))
      }
      for (const [name, value] of values) {
        if (JSON.stringify(value) !== JSON.stringify(recorded.get(name))) {
          sideRecords.set(setupName(name), value)
        }
      }
    },
  }
}

function setupIn(records: Iterable<readonly [string, unknown]>): Map<string, unknown> {
  const setup = new Map<string, unknown>()
  for (const [name, value] of records) {
    const own = setupOf(name)
    if (own !== undefined) setup.set(own, value)
  }
  return setup
}
