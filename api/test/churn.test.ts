import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { churn } from './fuzz/churn.ts'
import {
  assertNoVenueIsLeft,
  assertOnlyTheLogIsLeft,
  type Subject,
  startSubject,
} from './fuzz/footprint.ts'
import { counts, warmUp } from './fuzz/settings.ts'

describe('When many clients connect and leave in every way,', () => {
  let subject: Subject
  before(async () => {
    subject = await startSubject((fresh) => connectAndLeave(fresh, warmUp.connections))
  })
  after(() => subject?.child.stop())

  test('the server closes each connection that its client leaves', async (t) => {
    await connectAndLeave(subject, counts.connections)
    t.diagnostic(`${counts.connections} connections`)
    assert.deepEqual(await subject.child.ask('errors'), [])
  })

  test('only the log is left', (t) => assertOnlyTheLogIsLeft(subject, t))
})

describe('When many venues are opened and closed,', () => {
  let subject: Subject
  before(async () => {
    subject = await startSubject(({ child }) => child.ask('openAndClose', warmUp))
  })
  after(() => subject?.child.stop())

  test('none is left', async (t) => {
    await subject.child.ask('openAndClose', counts)
    t.diagnostic(`${counts.venues} venues, each with a crash and a reset`)
    assert.deepEqual(await subject.child.ask('errors'), [])
    await assertNoVenueIsLeft(subject, t)
  })
})

async function connectAndLeave({ port, child }: Subject, count: number): Promise<void> {
  await child.ask('trade', { everyMs: 20 })
  await churn(port, count)
  await child.ask('trade', { everyMs: undefined })
}
