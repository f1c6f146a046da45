import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { churn } from './fuzz/churn.ts'
import {
  holdNothingIsLeft,
  holdNoVenueIsLeft,
  type Subject,
  startAnew,
  startSubject,
} from './fuzz/footprint.ts'
import { connectionCount, rehearsal, venueCount } from './fuzz/settings.ts'

describe('However clients come and go', () => {
  let subject: Subject
  before(async () => {
    subject = await startSubject()
    await comeAndGo(subject, rehearsal.connections)
    subject = await startAnew(subject)
  })
  after(() => subject.child.stop())

  test('each connection that its client leaves is closed', async (t) => {
    await comeAndGo(subject, connectionCount)
    t.diagnostic(`${connectionCount} connections came and went`)
    assert.deepEqual(await subject.child.ask('faults'), [])
  })

  test('nothing of them is left but the log', (t) => holdNothingIsLeft(subject, t))
})

describe('However venues come and go', () => {
  let subject: Subject
  before(async () => {
    subject = await startSubject()
    await subject.child.ask('comeAndGo', { venues: rehearsal.venues })
    subject = await startAnew(subject)
  })
  after(() => subject.child.stop())

  test('nothing of them is left', async (t) => {
    await subject.child.ask('comeAndGo', { venues: venueCount })
    t.diagnostic(`${venueCount} venues came and went, each with a crash and a reset`)
    assert.deepEqual(await subject.child.ask('faults'), [])
    await holdNoVenueIsLeft(subject, t)
  })
})

async function comeAndGo({ port, child }: Subject, count: number): Promise<void> {
  await child.ask('trade', { everyMs: 20 })
  await churn({ port, count, atOnce: 100 })
  await child.ask('trade', { everyMs: undefined })
}
