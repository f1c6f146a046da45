import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { churn } from './fuzz/churn.ts'
import { holdNothingIsLeft, type Subject, startSubject } from './fuzz/footprint.ts'
import { connectionCount } from './fuzz/settings.ts'

describe('However clients come and go', () => {
  let subject: Subject
  before(async () => {
    subject = await startSubject()
  })
  after(() => subject.child.stop())

  test('each connection that its client leaves is closed', async (t) => {
    const { port, child } = subject
    await child.ask('trade', { everyMs: 20 })
    await churn({ port, count: connectionCount, atOnce: 100 })
    await child.ask('trade', { everyMs: undefined })

    t.diagnostic(`${connectionCount} connections came and went`)
    assert.deepEqual(await child.ask('faults'), [])
  })

  test('nothing of them is left but the log', (t) => holdNothingIsLeft(subject, t))
})
