import { createFailingStore } from '../test/stores/failing-store.ts'
import { createSqlitePlace } from '../test/stores/places.ts'
import { describeStore } from '../test/stores/store-suite.ts'

describeStore('A store in SQLite', createSqlitePlace)

describeStore('A store in SQLite whose every third commit fails', async () => {
  const { open, clear } = await createSqlitePlace()
  return { open: async () => createFailingStore(await open(), 3), clear }
})
