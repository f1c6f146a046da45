import { setImmediate } from 'node:timers/promises'
import { type Commit, CommitFailed, type OrderEvent, type StoredLog } from '../../engine/index.ts'
import { checkPositions } from './check-positions.ts'
import { createEventReader, rowOf } from './event-row.ts'
import type { Connection, Statements } from './sqlite-connection.ts'
import { damaged, isDiskFull } from './sqlite-database.ts'
import { StoreError } from './store.ts'

/** Reads and deletes this many events at a time, a few milliseconds. Then the event loop runs other work. */
export const pageSize = 5000

interface LogOptions {
  readonly venue: string
  /** The number of the log in the database. */
  readonly log: number
  readonly id: string
  readonly connection: Connection
  /** Receives the number of events that `load` has read, after each page. */
  onProgress(loaded: number, total: number): void
}

const parsed = (text: unknown) => JSON.parse(String(text))

/** Creates the log of a venue over its rows in the database. */
export function createSqliteLog({ venue, log, id, connection, onProgress }: LogOptions): StoredLog {
  const { path } = connection

  /** The position of the last event. */
  function endOf({ endOf }: Statements): number {
    const row = endOf.get(log)
    if (!row) throw new StoreError(`The log of venue ${venue} was removed.`)
    return Number(row.end)
  }

  async function loadEvents(): Promise<OrderEvent[]> {
    const end = endOf(connection.use())
    const events: OrderEvent[] = []
    const read = createEventReader()
    while (events.length < end) {
      const last = Math.min(events.length + pageSize, end)
      const page = connection.use().eventsOf.all(log, events.length + 1, last)
      if (page.length !== last - events.length) {
        throw damaged(path, `events of venue ${venue} are missing`)
      }
      for (const { event } of page) {
        const position = events.length + 1
        events.push(decode(`event ${position}`, () => read(parsed(event), position)))
      }
      onProgress(events.length, end)
      await setImmediate()
    }
    return events
  }

  function loadRecords(): Map<string, unknown> {
    const rows = connection.use().recordsOf.all(log)
    return new Map(
      rows.map(({ name, value }) => decode(`record ${name}`, () => [parsed(name), parsed(value)])),
    )
  }

  /** Names what cannot be decoded. */
  function decode<T>(what: string, act: () => T): T {
    try {
      return act()
    } catch (cause) {
      throw damaged(path, `${what} of venue ${venue} cannot be read`, cause)
    }
  }

  function write({ events, records }: Commit, statements: Statements): void {
    statements.begin.run()
    for (const event of events)
      statements.addEvent.run(log, event.position, JSON.stringify(rowOf(event)))
    for (const [name, value] of records) {
      const key = JSON.stringify(name)
      if (value === undefined) statements.deleteRecord.run(log, key)
      else statements.setRecord.run(log, key, JSON.stringify(value))
    }
    if (events.length === 0 && records.size === 0) writeNothing(statements)
    statements.commit.run()
  }

  /** SQLite skips a transaction without changes, so this sets a record and removes it. */
  function writeNothing({ setRecord, deleteRecord }: Statements): void {
    // No record has this name: names are JSON.
    setRecord.run(log, 'nothing', '')
    deleteRecord.run(log, 'nothing')
  }

  return {
    id,
    async load() {
      try {
        return { events: await loadEvents(), records: loadRecords() }
      } catch (error) {
        throw connection.recover(error)
      }
    },
    // Synchronous inside: a worker thread would cost more than the 0.1 ms that a commit blocks.
    async commit(commit) {
      try {
        const statements = connection.use()
        // No transaction needed: the lock keeps other processes out.
        checkPositions(commit.events, endOf(statements))
        write(commit, statements)
      } catch (error) {
        throw failed(error)
      }
    },
  }

  function failed(error: unknown): CommitFailed {
    if (error instanceof CommitFailed) return error
    // Thrown before anything was written.
    if (error instanceof StoreError) return new CommitFailed(error.message, 'not-recorded')
    const outcome = isDiskFull(error) ? 'not-recorded' : 'unknown'
    return new CommitFailed(connection.recover(error).message, outcome, { cause: error })
  }
}
