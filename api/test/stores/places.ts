import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore } from '../../stores/memory-store.ts'
import { openNatsStore } from '../../stores/nats-store.ts'
import { openSqliteStore } from '../../stores/sqlite-store.ts'
import { startNatsServer } from '../support/nats-servers.ts'
import { createFailingStore } from './failing-store.ts'
import type { StorePlace } from './store-suite.ts'

/** A file in a new folder. */
export async function createSqlitePlace(): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-store-'))
  return {
    open: () => openSqliteStore(join(folder, 'papertape.db')),
    clear: () => rm(folder, { recursive: true }),
  }
}

/** A NATS server of its own: a stream that replaces a deleted one can contain its messages. */
export async function createNatsPlace(): Promise<StorePlace> {
  const server = await startNatsServer({ syncAlways: false })
  return { open: () => openNatsStore(server.url), clear: () => server.stop() }
}

/** A store of this process. */
export async function createMemoryPlace(): Promise<StorePlace> {
  const store = createMemoryStore()
  return { open: async () => store, clear: async () => {} }
}

/** A store of this process whose nth commits fail. */
export const createFailingPlace = (every: number) => async (): Promise<StorePlace> => {
  const store = createFailingStore(createMemoryStore(), every)
  return { open: async () => store, clear: async () => {} }
}
