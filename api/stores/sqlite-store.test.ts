import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFailingStore } from '../test/stores/failing-store.ts'
import { describeStore } from '../test/stores/store-suite.ts'
import { openSqliteStore } from './sqlite-store.ts'

async function createPlace() {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-store-'))
  return {
    open: () => openSqliteStore(join(folder, 'papertape.db')),
    clear: () => rm(folder, { recursive: true }),
  }
}

describeStore('A store in SQLite', createPlace)

describeStore('A store in SQLite whose every third commit fails', async () => {
  const { open, clear } = await createPlace()
  return { open: async () => createFailingStore(await open(), 3), clear }
})
