import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type fc from 'fast-check'
import { type Attempt, attemptsAt } from './fuzz/attempts.ts'
import { createReplyCheck, type ReplyCheck } from './fuzz/check.ts'
import { fuzzConnections } from './fuzz/connection-fuzz.ts'
import type { Description } from './fuzz/description.ts'
import { assertOnlyTheLogIsLeft, type Subject, startSubject } from './fuzz/footprint.ts'
import { fuzzRequests } from './fuzz/request-fuzz.ts'
import { counts, repeatWith, seed, warmUp } from './fuzz/settings.ts'

describe('Under hostile requests and frames,', () => {
  let subject: Subject
  let attempts: fc.Arbitrary<Attempt>
  let checkReply: ReplyCheck

  before(async () => {
    subject = await startSubject(async (fresh) => {
      const reply = await fetch(`http://127.0.0.1:${fresh.port}/openapi.json`, {
        headers: { connection: 'close' },
      })
      const description = (await reply.json()) as Description
      attempts = attemptsAt(description)
      checkReply = createReplyCheck(description)
      const { failures } = await sendRequests(fresh, warmUp.requests)
      failures.push(...(await sendFrames(fresh, warmUp.frames)).failures)
      assert.deepEqual(failures, [])
    })
  })
  after(() => subject?.child.stop())

  const sendRequests = ({ port }: Subject, count: number) =>
    fuzzRequests({ port, attempts, checkReply, seed, count })

  async function sendFrames({ port, child }: Subject, count: number) {
    await child.ask('trade', { everyMs: 20 })
    const results = await fuzzConnections({ port, checkReply, seed, count })
    await child.ask('trade', { everyMs: undefined })
    return results
  }

  test('each request gets a described reply, and none fails', async (t) => {
    const { requests } = counts
    const { statuses, failures } = await sendRequests(subject, requests)

    t.diagnostic(`${repeatWith}: ${requests} requests, by status: ${JSON.stringify(statuses)}`)
    assert.deepEqual([...failures, ...(await subject.child.ask('errors'))], [])
    // Enough requests succeed, so the test covers more than refusals.
    assert.ok((statuses[200] ?? 0) > requests / 10)
    assert.ok((statuses[201] ?? 0) > requests / 50)
  })

  test('each connection gets a described reply, and closes when its client ends it', async (t) => {
    const { sent, answers, failures } = await sendFrames(subject, counts.frames)

    const { openings, frames } = sent
    t.diagnostic(
      `${repeatWith}: ${openings} openings, ${frames} frames: ${JSON.stringify(answers)}`,
    )
    assert.deepEqual([...failures, ...(await subject.child.ask('errors'))], [])
    assert.ok((answers['101 and 1002'] ?? 0) > openings / 20)
  })

  test('only the log is left', (t) => assertOnlyTheLogIsLeft(subject, t))
})
