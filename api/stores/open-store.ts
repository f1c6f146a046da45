import { type Store, StoreError } from './store.ts'

/** Receives how many of its events a venue has loaded, now and then. */
export type OnLoading = (venue: string, loaded: number, total: number) => void

/** Opens the store in a file. Rejects with a StoreError. */
export async function openStore(path: string, onProgress: OnLoading): Promise<Store> {
  const { openSqliteStore } = await import('./sqlite-store.ts').catch(withoutSqlite)
  return openSqliteStore(path, { onProgress })
}

/** Explains why the module of the store does not load. */
export function withoutSqlite(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ERR_UNKNOWN_BUILTIN_MODULE') throw error
  throw new StoreError(
    `STORE (--store) needs Node 22.13 or newer, which has SQLite. This is Node ${process.versions.node}.`,
    { cause: error },
  )
}
