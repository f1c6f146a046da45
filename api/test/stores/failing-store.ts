import { CommitFailed, type StoredLog } from '../../../engine/index.ts'
import type { Store } from '../../stores/store.ts'

/**
 * Wraps a store so that every nth commit fails with the outcome `unknown`. Such a commit is recorded
 * and not recorded in turns.
 */
export function createFailingStore(store: Store, every: number): Store {
  let commits = 0
  let failures = 0

  /** The next commit: whether it is recorded, and whether it fails. */
  function next(): { isRecorded: boolean; fails: boolean } {
    const fails = ++commits % every === 0
    if (fails) failures++
    return { fails, isRecorded: !fails || failures % 2 === 0 }
  }

  function failing(log: StoredLog): StoredLog {
    let mustLoad = false
    return {
      id: log.id,
      async load() {
        mustLoad = false
        return log.load()
      },
      async commit(commit) {
        if (mustLoad) throw new Error('After a failed commit, load the log before the next one')
        const { isRecorded, fails } = next()
        if (isRecorded) await log.commit(commit)
        mustLoad = fails
        if (fails) throw new CommitFailed('The connection to the store broke.', 'unknown')
      },
    }
  }

  return { ...store, open: async (venue) => failing(await store.open(venue)) }
}
