/**
 * A process that commits to the venue `main` of an SQLite file until it is killed. It prints the last
 * position of each commit once the commit is durable.
 */
import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../stores/sqlite-store.ts'
import { StoreError } from '../../stores/store.ts'
import { commitAfter } from './numbered-commits.ts'

const [path = ''] = process.argv.slice(2)

try {
  const store = await openSqliteStore(path)
  const log = await store.open('main')
  let end = (await log.load()).events.length
  for (;;) {
    const commit = commitAfter(end)
    await log.commit(commit)
    end += commit.events.length
    // Synchronous: what was printed is never lost.
    writeSync(1, `${end}\n`)
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
