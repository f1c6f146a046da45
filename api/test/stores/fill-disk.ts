/**
 * A process that commits to an SQLite file until that fails, twice, then runs a command that makes
 * room, and goes on. It prints what happened as JSON.
 */
import { execFileSync } from 'node:child_process'
import { CommitFailed, type StoredLog } from '../../../engine/index.ts'
import { openSqliteStore } from '../../stores/sqlite-store.ts'
import { checkWholeCommits, commitAfter } from './numbered-commits.ts'

/** What the process prints. */
export interface Filled {
  readonly failures: readonly Failure[]
  /** The end of the log after there was room again. */
  readonly end: number
  /** The same, after the file was closed and opened again. */
  readonly reopenedEnd: number
}

interface Failure {
  readonly outcome: string
  readonly message: string
  /** The last position that was durable before. */
  readonly before: number
  /** The end of the log that was loaded after the failure. */
  readonly after: number
}

const [path = '', ...makeRoom] = process.argv.slice(2)

/** More commits than any limit of the tests has room for. */
const tooMany = 10_000

async function commitUntilFailure(log: StoredLog, from: number): Promise<Failure> {
  let before = from
  for (let commits = 0; commits < tooMany; commits++) {
    const commit = commitAfter(before)
    try {
      await log.commit(commit)
      before += commit.events.length
    } catch (error) {
      if (!(error instanceof CommitFailed)) throw error
      const { outcome, message } = error
      return { outcome, message, before, after: checkWholeCommits(await log.load()) }
    }
  }
  throw new Error('Nothing has failed')
}

const store = await openSqliteStore(path)
const log = await store.open('main')
const first = await commitUntilFailure(log, 0)
const second = await commitUntilFailure(log, first.after)

const [command = '', ...args] = makeRoom
execFileSync(
  command,
  args.map((arg) => (arg === 'PID' ? `${process.pid}` : arg)),
)
await log.commit(commitAfter(second.after))
const end = checkWholeCommits(await log.load())
await store.close()

const again = await openSqliteStore(path)
const reopenedEnd = checkWholeCommits(await (await again.open('main')).load())
await again.close()
const filled: Filled = { failures: [first, second], end, reopenedEnd }
process.stdout.write(JSON.stringify(filled))
