import { CommitFailed, createLogId, type LogContent, type StoredLog } from '../../engine/index.ts'
import { checkPositions } from './check-positions.ts'
import type { Store } from './store.ts'

/** Creates a log that this process keeps. It starts with `content`; events and values are shared. */
export function createMemoryLog(id: string, content?: LogContent): StoredLog {
  const events = [...(content?.events ?? [])]
  const records = new Map(content?.records)
  return {
    id,
    load: async () => ({ events: [...events], records: new Map(records) }),
    async commit(commit) {
      checkPositions(commit.events, events.length)
      for (const event of commit.events) events.push(event)
      for (const [name, value] of commit.records) {
        // A changed record moves to the end.
        records.delete(name)
        if (value !== undefined) records.set(name, value)
      }
    },
  }
}

/** Creates a store whose logs exist as long as the process. `close` keeps them. */
export function createMemoryStore(): Store {
  const logs = new Map<string, StoredLog>()

  function create(venue: string): StoredLog {
    const inner = createMemoryLog(createLogId())
    const log: StoredLog = {
      ...inner,
      async commit(commit) {
        if (logs.get(venue) !== log) {
          throw new CommitFailed(`The log of venue ${venue} was removed.`, 'not-recorded')
        }
        await inner.commit(commit)
      },
    }
    logs.set(venue, log)
    return log
  }

  return {
    description: 'memory',
    venues: async () => [...logs.keys()],
    open: async (venue) => logs.get(venue) ?? create(venue),
    remove: async (venue) => void logs.delete(venue),
    close: async () => {},
  }
}
