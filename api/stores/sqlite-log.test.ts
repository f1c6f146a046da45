import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { CommitFailed } from '../../engine/index.ts'
import { ordinaryEvents } from '../test/stores/events.ts'
import { createRecorder } from '../test/stores/recorder.ts'
import { openSqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

describe('A log in SQLite', { timeout: 60_000 }, () => {
  let folder = ''
  let store: Store
  const progress: string[] = []
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'papertape-log-'))
    store = await openSqliteStore(join(folder, 'papertape.db'), {
      onProgress: (venue, loaded, total) => progress.push(`${venue} ${loaded}/${total}`),
    })
  })
  after(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })

  test('is loaded in pages, between which other work runs', async () => {
    const { log, record } = createRecorder(await store.open('long'))
    await record(ordinaryEvents(1, 12_000))
    let turns = 0
    const count = () => {
      turns++
      next = setImmediate(count)
    }
    let next = setImmediate(count)

    const { events } = await log.load()

    clearImmediate(next)
    assert.equal(events.length, 12_000)
    assert.deepEqual(progress, ['long 5000/12000', 'long 10000/12000', 'long 12000/12000'])
    assert.ok(turns >= 2, `${turns} turns`)
  })

  test('rolls back a commit that it cannot write, and goes on', async () => {
    const { log, record, check } = createRecorder(await store.open('odd'))
    await record(ordinaryEvents(1, 1))
    // JSON has no such value.
    const records = new Map([['big', 1n]])

    await assert.rejects(log.commit({ events: ordinaryEvents(2, 2), records }), CommitFailed)

    await check()
    await record(ordinaryEvents(2, 2))
    await check()
  })

  test('writes a commit of nothing, which shows whether the disk has room', async () => {
    const path = join(folder, 'new.db')
    const own = await openSqliteStore(path)
    const log = await own.open('empty')
    const written = async () => (await stat(`${path}-wal`)).size
    const before = await written()

    await log.commit({ events: [], records: new Map() })

    assert.ok((await written()) > before)
    assert.deepEqual(await log.load(), { events: [], records: new Map() })
    await own.close()
  })

  test('is not loaded after it was removed', async () => {
    const log = await store.open('removed')
    await store.remove('removed')

    await assert.rejects(log.load(), { name: 'StoreError', message: /removed was removed/ })
  })
})
