import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ordinaryEvents } from '../test/stores/events.ts'
import { createRecorder } from '../test/stores/recorder.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { StoreError } from './store.ts'

// biome-ignore lint/correctness/noUnresolvedImports: Biome does not know this module of Node yet.
const { DatabaseSync } = await import('node:sqlite')

describe('An SQLite file', { timeout: 60_000 }, () => {
  let folder = ''
  let path = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'papertape-sqlite-'))
    path = join(folder, 'papertape.db')
  })
  afterEach(async () => {
    await rm(folder, { recursive: true })
  })

  const refused = (message: RegExp, file = path) =>
    assert.rejects(openSqliteStore(file), (error) => {
      assert.ok(error instanceof StoreError, `${error}`)
      assert.match(error.message, message)
      assert.ok(error.message.startsWith(file))
      assert.doesNotMatch(error.message, /\n/)
      return true
    })

  /** Runs SQL while no store has the file open. */
  function change(sql: string): void {
    const database = new DatabaseSync(path)
    database.exec(sql)
    database.close()
  }

  async function createFile(events = 3): Promise<void> {
    const store = await openSqliteStore(path)
    await createRecorder(await store.open('main')).record(ordinaryEvents(1, events), [['a', 1]])
    await store.close()
  }

  test('is refused to a second process, with one line and exit code 1', async () => {
    const store = await openSqliteStore(path)
    const { record, check } = createRecorder(await store.open('main'))
    await record(ordinaryEvents(1, 1))

    const { code, stderr } = await commitForever(path)

    assert.equal(code, 1)
    assert.equal(
      stderr,
      `${path} is in use by another process, probably another papertape. Stop it, or choose another file.\n`,
    )
    await refused(/is in use by another process/)
    await record(ordinaryEvents(2, 2))
    await check()
    await store.close()
  })

  test('is one file when it is closed', async () => {
    await createFile()

    assert.deepEqual(await readdir(folder), ['papertape.db'])
  })

  test('may be empty at first', async () => {
    await writeFile(path, '')
    await createFile()
  })

  test('of a newer version is refused and left as it is', async () => {
    await createFile()
    change('PRAGMA user_version = 2')
    const content = await readFile(path)

    await refused(/newer papertape \(schema 2; this one reads up to 1\)/)

    assert.deepEqual(await readFile(path), content)
  })

  for (const [owner, sql] of Object.entries({
    'without a name': 'CREATE TABLE t (x)',
    'with a name': 'PRAGMA application_id = 7',
    'with a version': 'PRAGMA user_version = 1',
  })) {
    test(`of another program, ${owner}, is refused and left as it is`, async () => {
      change(sql)
      const content = await readFile(path)

      await refused(/is the database of another program/)

      assert.deepEqual(await readFile(path), content)
      assert.deepEqual(await readdir(folder), ['papertape.db'])
    })
  }

  test('that is no database is refused and left as it is', async () => {
    for (const text of ['Hello', 'Not a database.\n'.repeat(1000)]) {
      await writeFile(path, text)

      await refused(/is not an SQLite database/)

      assert.equal(await readFile(path, 'utf8'), text)
    }
  })

  test('cannot be in a folder that does not exist, or be one', async () => {
    await refused(/cannot be opened\. Check that its folder exists/, join(folder, 'no', 'x.db'))
    await refused(/cannot be opened/, folder)
  })

  test('must be writable', async () => {
    await createFile()
    await chmod(path, 0o444)
    await chmod(folder, 0o755)

    const { code, stderr } = await commitForever(path, notRoot)

    assert.match(
      stderr,
      /papertape\.db cannot be (locked|written)\. Check that this user may write it.*\n$/,
    )
    assert.equal(code, 1)
  })

  test('whose events are incomplete is not loaded', async () => {
    await createFile()
    change('DELETE FROM events WHERE position = 2')
    const store = await openSqliteStore(path)

    await assert.rejects((await store.open('main')).load(), /is damaged: events of venue main/)

    await store.close()
  })

  for (const [damage, event] of Object.entries({
    'is of an unknown kind': '["Z",1,2]',
    'is no JSON': '["P',
    'is no array': 'null',
  })) {
    test(`with an event that ${damage} is not loaded`, async () => {
      await createFile()
      change(`UPDATE events SET event = '${event}' WHERE position = 2`)
      const store = await openSqliteStore(path)

      await assert.rejects((await store.open('main')).load(), {
        name: 'StoreError',
        message: `${path} is damaged: event 2 of venue main cannot be read. Restore a copy of it, or choose another file.`,
      })

      await store.close()
    })
  }

  test('with a record that is no JSON is not loaded', async () => {
    await createFile()
    change(`UPDATE records SET value = '{'`)
    const store = await openSqliteStore(path)

    await assert.rejects((await store.open('main')).load(), {
      name: 'StoreError',
      message: `${path} is damaged: record "a" of venue main cannot be read. Restore a copy of it, or choose another file.`,
    })

    await store.close()
  })

  test('without tables is refused', async () => {
    change('PRAGMA application_id = 0x50415054')

    await refused(
      /is damaged: no such table: logs\. Restore a copy of it, or choose another file\./,
    )
  })

  test('removes a log also if it cannot delete its events yet', async () => {
    await createFile()
    change(`CREATE TRIGGER full BEFORE DELETE ON events BEGIN SELECT RAISE(FAIL, 'full'); END`)
    const store = await openSqliteStore(path)

    await store.remove('main')

    assert.deepEqual(await store.venues(), [])
    await store.close()
    change('DROP TRIGGER full')
    await (await openSqliteStore(path)).close()
    const database = new DatabaseSync(path)
    assert.deepEqual(database.prepare('SELECT log FROM events').all(), [])
    database.close()
  })

  test('loses a log whose removal was interrupted', async () => {
    await createFile(12_000)
    change('UPDATE logs SET venue = NULL')

    const store = await openSqliteStore(path)
    assert.deepEqual(await store.venues(), [])
    await store.close()

    const database = new DatabaseSync(path)
    for (const table of ['logs', 'events', 'records']) {
      assert.deepEqual(
        { ...database.prepare(`SELECT count(*) AS n FROM ${table}`).get() },
        { n: 0 },
      )
    }
    database.close()
  })

  test('can have any name', async () => {
    for (const name of [':memory:', 'file:x?mode=memory', "it's.db"]) {
      const store = await openSqliteStore(join(folder, name))
      await store.close()
    }
    assert.equal((await readdir(folder)).length, 3)
  })
})

/** Root may write any file. */
const notRoot = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Runs a process that commits to a file, and checks that it is refused. */
function commitForever(path: string, options = {}): Promise<{ code: number; stderr: string }> {
  const script = fileURLToPath(new URL('../test/stores/commit-forever.ts', import.meta.url))
  return promisify(execFile)(process.execPath, [script, path], {
    timeout: 30_000,
    ...options,
  }).then(
    () => assert.fail('It was not refused'),
    (failure) => failure,
  )
}
