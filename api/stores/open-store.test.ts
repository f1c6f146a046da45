import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutSqlite } from './open-store.ts'

test('A Node without SQLite is named', async () => {
  // As Node 22.12 rejects `node:sqlite`.
  const missing = await import(`node:${'nothing'}`).catch((error: Error) => error)

  assert.throws(() => withoutSqlite(missing), {
    name: 'StoreError',
    message: `STORE (--store) needs Node 22.13 or newer, which has SQLite. This is Node ${process.versions.node}.`,
  })
})

test('Another error of the module is a bug', () => {
  const bug = new TypeError('x is undefined')

  assert.throws(() => withoutSqlite(bug), bug)
})
