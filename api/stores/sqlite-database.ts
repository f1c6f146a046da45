import { resolve } from 'node:path'
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not know this module of Node yet.
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from './store.ts'

/** Identifies a papertape database among SQLite files: `PAPT` in ASCII. */
const applicationId = 0x50_41_50_54

/** Increase it with every change of the schema or of `event-row.ts`. */
const schemaVersion = 1

const schema = `
  -- A log without a venue is being removed. AUTOINCREMENT: no log reuses the number of another.
  CREATE TABLE logs (
    log INTEGER PRIMARY KEY AUTOINCREMENT,
    venue TEXT UNIQUE,
    id TEXT NOT NULL
  ) STRICT;
  CREATE TABLE events (
    log INTEGER NOT NULL,
    position INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (log, position)
  ) STRICT, WITHOUT ROWID;
  -- A change replaces the row, so the rowid gives the order of the last changes. Names and values are JSON.
  CREATE TABLE records (
    change INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (log, name)
  ) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`

const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  -- On macOS, a plain fsync does not reach the disk.
  PRAGMA fullfsync = ON;
  -- The folder of the file may be the only one that this process can write.
  PRAGMA temp_store = MEMORY;
`

/**
 * Opens the database file and keeps it locked until it is closed. Creates it if the file does not
 * exist or is empty. Throws a StoreError, and changes nothing, if the file is not papertape's.
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    // Resolved, because SQLite gives names such as `:memory:` another meaning.
    database = new DatabaseSync(resolve(path))
    // Before the first access, so that the lock includes it. A kill frees the lock.
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    const isNew = checkOwner(path, database)
    database.exec(settings)
    // Takes the write lock even if there is nothing to create: a read-only file fails now.
    database.exec(`BEGIN IMMEDIATE; ${isNew ? schema : ''} COMMIT`)
    return database
  } catch (error) {
    if (database?.isOpen) database.close()
    throw explained(path, error)
  }
}

/** Throws a StoreError if the database is not one that this version reads. Returns whether it is empty. */
function checkOwner(path: string, database: DatabaseSync): boolean {
  const numberOf = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0]
  const owner = numberOf('PRAGMA application_id')
  const version = Number(numberOf('PRAGMA user_version'))
  if (owner === 0 && version === 0 && numberOf('SELECT count(*) FROM sqlite_schema') === 0) {
    return true
  }
  if (owner !== applicationId) {
    throw new StoreError(`${path} is the database of another program. ${chooseAnother}`)
  }
  if (version > schemaVersion) {
    throw new StoreError(
      `${path} was written by a newer papertape (schema ${version}; this one reads up to ${schemaVersion}). Install that version, or choose another file.`,
    )
  }
  return false
}

const chooseAnother = 'Choose another file.'
const restore = 'Restore a copy of it, or choose another file.'

/** The error of a database that has not what papertape wrote. */
export const damaged = (path: string, what: string, cause?: unknown): StoreError =>
  new StoreError(`${path} is damaged: ${what}. ${restore}`, { cause })

/** What SQLite's result codes mean here: https://www.sqlite.org/rescode.html */
const meanings: Readonly<Record<number, string>> = {
  5: 'is in use by another process, probably another papertape. Stop it, or choose another file.',
  8: 'cannot be written. Check that this user may write it and its folder.',
  11: `is damaged. ${restore}`,
  13: 'cannot grow: the disk is full. Free some space; the platform goes on when there is room.',
  14: 'cannot be opened. Check that its folder exists and that this user may write there.',
  3850: 'cannot be locked. Check that this user may write it and that its file system has locks.',
  26: `is not an SQLite database. ${chooseAnother}`,
}

/** The low byte of a code is the primary code, the others give details. */
const primary = (code: number): number => code & 0xff

const codeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0

/** Whether SQLite failed because the disk is full. Then it has rolled back the transaction. */
export const isDiskFull = (error: unknown): boolean => primary(codeOf(error)) === 13

/** Explains an error to an operator. A StoreError is returned as it is. */
export function explained(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  const meaning =
    meanings[code] ?? meanings[primary(code)] ?? `cannot be used: ${(error as Error).message}.`
  return new StoreError(`${path} ${meaning}`, { cause: error })
}
