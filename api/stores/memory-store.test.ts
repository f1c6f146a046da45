import { createFailingStore } from '../test/stores/failing-store.ts'
import { describeStore } from '../test/stores/store-suite.ts'
import { createMemoryStore } from './memory-store.ts'

describeStore('A store in memory', async () => {
  const store = createMemoryStore()
  return { open: async () => store, clear: async () => {} }
})

describeStore('A store whose every third commit fails', async () => {
  const store = createFailingStore(createMemoryStore(), 3)
  return { open: async () => store, clear: async () => {} }
})
