import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type fc from 'fast-check'
import { type Attempt, attemptsAt } from './fuzz/attempts.ts'
import { fuzzConnections } from './fuzz/connection-fuzz.ts'
import type { Description } from './fuzz/description.ts'
import { holdNothingIsLeft, type Subject, startAnew, startSubject } from './fuzz/footprint.ts'
import { createJudge, type Judge } from './fuzz/judge.ts'
import { createLane } from './fuzz/lane.ts'
import { fuzzRequests } from './fuzz/request-fuzz.ts'
import { again, frameCount, rehearsal, requestCount, seed } from './fuzz/settings.ts'

describe('Whatever is sent to the platform', () => {
  let subject: Subject
  let attempts: fc.Arbitrary<Attempt>
  let judge: Judge

  before(async () => {
    subject = await startSubject()
    const description = await describedBy(subject)
    attempts = attemptsAt(description)
    judge = createJudge(description)
    const { faults } = await sendRequests(rehearsal.requests)
    faults.push(...(await sendFrames(rehearsal.frames)).faults)
    assert.deepEqual(faults, [])
    subject = await startAnew(subject)
  })
  after(() => subject.child.stop())

  const sendRequests = (count: number) =>
    fuzzRequests({ port: subject.port, attempts, judge, seed, count })

  async function sendFrames(count: number) {
    const { port, child } = subject
    await child.ask('trade', { everyMs: 20 })
    const results = await fuzzConnections({ port, judge, seed, count })
    await child.ask('trade', { everyMs: undefined })
    return results
  }

  test('each request has a reply that is described, and none that is a failure', async (t) => {
    const { statuses, faults } = await sendRequests(requestCount)

    t.diagnostic(`${again}: ${requestCount} requests, by status: ${JSON.stringify(statuses)}`)
    assert.deepEqual([...faults, ...(await subject.child.ask('faults'))], [])
    // It is no test of refusals alone.
    assert.ok((statuses[200] ?? 0) > requestCount / 10)
    assert.ok((statuses[201] ?? 0) > requestCount / 50)
  })

  test('each connection is answered as described, and closed when its client is done', async (t) => {
    const { sent, answers, faults } = await sendFrames(frameCount)

    const { openings, frames } = sent
    t.diagnostic(`${again}: ${openings} openings, ${frames} frames: ${JSON.stringify(answers)}`)
    assert.deepEqual([...faults, ...(await subject.child.ask('faults'))], [])
    assert.ok((answers['101 and 1002'] ?? 0) > openings / 20)
  })

  test('nothing of it is left but the log', (t) => holdNothingIsLeft(subject, t))
})

async function describedBy({ port }: Subject): Promise<Description> {
  const lane = createLane(port)
  const reply = await lane.ask(
    Buffer.from('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    false,
  )
  lane.close()
  return JSON.parse(reply.body)
}
