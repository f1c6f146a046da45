import { setImmediate } from 'node:timers/promises'
import { createLogId } from '../../engine/index.ts'
import { type Connection, createConnection } from './sqlite-connection.ts'
import { createSqliteLog, pageSize } from './sqlite-log.ts'
import type { Store } from './store.ts'

interface SqliteStoreOptions {
  /** Receives how many of its events a venue has loaded, after every 5,000. */
  readonly onProgress?: (venue: string, loaded: number, total: number) => void
}

/**
 * Opens the store in an SQLite file; creates the file if it does not exist. Rejects with a StoreError
 * if the file cannot be used. No other process can open it until `close` or the end of this process.
 */
export async function openSqliteStore(
  path: string,
  { onProgress = () => {} }: SqliteStoreOptions = {},
): Promise<Store> {
  const connection = createConnection(path)

  /** The log of a venue. Creates one if there is none. */
  function logOf(venue: string): { log: number; id: string } {
    const { findLog, createLog } = connection.use()
    const found = findLog.get(venue)
    if (found) return { log: Number(found.log), id: String(found.id) }
    const id = createLogId()
    return { log: Number(createLog.run(venue, id).lastInsertRowid), id }
  }

  /** The same function. It rejects with a StoreError. */
  const explaining =
    <A extends unknown[], T>(act: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      try {
        return await act(...args)
      } catch (error) {
        throw connection.recover(error)
      }
    }

  await explaining(deleteReleased)(connection)
  return {
    description: `${path} (SQLite)`,
    venues: explaining(async () =>
      connection
        .use()
        .venues.all()
        .map(({ venue }) => String(venue)),
    ),
    open: explaining(async (venue: string) =>
      createSqliteLog({
        ...logOf(venue),
        venue,
        connection,
        onProgress: (loaded, total) => onProgress(venue, loaded, total),
      }),
    ),
    remove: explaining(async (venue: string) => {
      // From now on the venue has no log, even if this process ends before the events are deleted.
      connection.use().releaseVenue.run(venue)
      // What cannot be deleted now, such as on a full disk, is deleted by a later removal or opening.
      await deleteReleased(connection).catch(connection.recover)
    }),
    async close() {
      connection.close()
    },
  }
}

/** Deletes the logs that no venue has, page by page, so that the event loop runs other work meanwhile. */
async function deleteReleased(connection: Connection): Promise<void> {
  for (const { log } of connection.use().releasedLogs.all()) {
    await deleteEvents(connection, Number(log))
    const { deleteRecords, deleteLog } = connection.use()
    deleteRecords.run(Number(log))
    deleteLog.run(Number(log))
  }
}

async function deleteEvents(connection: Connection, log: number): Promise<void> {
  for (;;) {
    const { nextEvent, deleteEvents } = connection.use()
    const position = nextEvent.get(log)?.position
    if (position == null) return
    deleteEvents.run(log, Number(position) + pageSize - 1)
    await setImmediate()
  }
}
