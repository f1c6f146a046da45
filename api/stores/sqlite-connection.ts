import { damaged, explained, isDiskFull, openDatabase } from './sqlite-database.ts'
import { StoreError } from './store.ts'

export type Statements = ReturnType<typeof prepare>

/** Opens the database. Throws a StoreError if it cannot be used. */
function prepare(path: string) {
  const database = openDatabase(path)
  try {
    return prepareIn(database)
  } catch (error) {
    database.close()
    throw damaged(path, (error as Error).message, error)
  }
}

/** All statements, prepared once for each connection. */
function prepareIn(database: ReturnType<typeof openDatabase>) {
  return {
    close: () => database.close(),
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),

    venues: database.prepare('SELECT venue FROM logs WHERE venue IS NOT NULL ORDER BY log'),
    findLog: database.prepare('SELECT log, id FROM logs WHERE venue = ?'),
    createLog: database.prepare('INSERT INTO logs (venue, id) VALUES (?, ?)'),
    releaseVenue: database.prepare('UPDATE logs SET venue = NULL WHERE venue = ?'),
    releasedLogs: database.prepare('SELECT log FROM logs WHERE venue IS NULL'),
    deleteLog: database.prepare('DELETE FROM logs WHERE log = ?'),

    endOf: database.prepare(
      `SELECT coalesce((SELECT max(position) FROM events WHERE log = logs.log), 0) AS "end"
       FROM logs WHERE log = ? AND venue IS NOT NULL`,
    ),
    eventsOf: database.prepare(
      'SELECT event FROM events WHERE log = ? AND position BETWEEN ? AND ? ORDER BY position',
    ),
    addEvent: database.prepare('INSERT INTO events (log, position, event) VALUES (?, ?, ?)'),
    deleteEvents: database.prepare('DELETE FROM events WHERE log = ? AND position <= ?'),
    nextEvent: database.prepare('SELECT min(position) AS position FROM events WHERE log = ?'),

    recordsOf: database.prepare('SELECT name, value FROM records WHERE log = ? ORDER BY change'),
    setRecord: database.prepare(
      'INSERT OR REPLACE INTO records (log, name, value) VALUES (?, ?, ?)',
    ),
    deleteRecord: database.prepare('DELETE FROM records WHERE log = ? AND name = ?'),
    deleteRecords: database.prepare('DELETE FROM records WHERE log = ?'),
  }
}

/** Opens the database at `path`. Throws a StoreError if it cannot be used. */
export function createConnection(path: string) {
  let statements: Statements | undefined = prepare(path)
  let isClosed = false

  function close(): void {
    const open = statements
    statements = undefined
    open?.close()
  }

  return {
    path,
    /** The statements of the open connection. Use them at once: `recover` may close it. */
    use(): Statements {
      if (isClosed) throw new StoreError(`${path} is closed.`)
      statements ??= prepare(path)
      return statements
    },
    /**
     * Ends the transaction after an error, which it explains. After an I/O error only the recovery of
     * the next opening finds out what the file contains, so the next `use` opens it again.
     */
    recover(error: unknown): StoreError {
      if (error instanceof StoreError) return error
      try {
        if (isDiskFull(error)) statements?.rollback.run()
        else close()
      } catch {
        // The transaction has ended already, or the file cannot be written.
      }
      return explained(path, error)
    },
    close(): void {
      isClosed = true
      close()
    },
  }
}

export type Connection = ReturnType<typeof createConnection>
