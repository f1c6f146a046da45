import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PendingOrder } from '../../api/contract/orders.ts'
import type { Reply } from './client.ts'
import {
  type EarlyCancellation,
  mustAllBeAccepted,
  noneAccepted,
  untilAccepted,
} from './early-cancellation.ts'
import { NotJudged } from './no-verdict.ts'

/** A reply to a request that was sent at `sentAt`, and took `tookMs`. */
const reply = (method: string, status: number, sentAt: number, tookMs: number): Reply => {
  const request = { method, path: '/orders', url: 'http://target/orders', headers: {}, body: '' }
  const wire = { ...request, status, replyHeaders: new Headers(), text: '' }
  const receivedAt = sentAt + tookMs
  return { ...request, status, headers: new Headers(), text: '', sentAt, receivedAt, wire }
}

/** A cancellation that is sent at the confirmation. */
function attempt(status: number, tookMs = 500): EarlyCancellation {
  const placed = reply('POST', 201, 0, 500)
  const answers = [reply('DELETE', status, placed.receivedAt, tookMs)]
  return { order: {} as PendingOrder, placed, answers }
}

describe('Orders that are cancelled until a cancellation is accepted', () => {
  it('are one if the first is accepted', async () => {
    assert.equal((await untilAccepted(async () => attempt(200))).length, 1)
  })

  it('are more if it is refused, and the accepted one comes first', async () => {
    let sent = 0
    const all = await untilAccepted(async () => {
      sent += 1
      return attempt(sent === 4 ? 200 : 409)
    })
    assert.equal(all.length, 11)
    assert.deepEqual(
      all.map(({ answers }) => answers[0]?.status),
      [200, ...Array(10).fill(409)],
    )
  })

  it('are 31 at most', async () => {
    let sent = 0
    await assert.rejects(
      untilAccepted(async () => {
        sent += 1
        return attempt(409)
      }),
      /^Error: Of 31 cancellations, each sent .* none was accepted, but some 31 of them must/,
    )
    assert.equal(sent, 31)
  })
})

it('Cancellations that may all have come after the execution are not judged', () => {
  // The target leaves 500 ms between the longest latency and the shortest execution delay.
  assert.ok(!(noneAccepted([attempt(409, 1400)]) instanceof NotJudged))
  const error = noneAccepted([attempt(409, 1900), attempt(409, 4000)])
  assert.ok(error instanceof NotJudged)
  assert.match(error.message, /^of 2 cancellations, .* none came before the execution$/)
})

it('A refused cancellation that came in time fails; a late one is not judged', () => {
  const [accepted, late, inTime] = [attempt(200), attempt(409, 1900), attempt(409, 900)]
  assert.doesNotThrow(() => mustAllBeAccepted([accepted]))
  assert.throws(
    () => mustAllBeAccepted([accepted, late]),
    new NotJudged(
      '1 of 2 cancellations were refused, and replies came up to 900 ms after the longest latency',
    ),
  )
  assert.throws(
    () => mustAllBeAccepted([accepted, late, inTime]),
    /^Error: 2 of 3 cancellations were refused, but 1 of them came in time: DELETE \/orders → 409 /,
  )
})
