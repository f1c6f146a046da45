import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exampleOf } from '../api/http/problems.ts'
import { refusalIn } from './refusal.ts'

const reply = (contentType: string, retryAfter: string) =>
  new Response(JSON.stringify(exampleOf('BEHIND', '/orders')), {
    status: 503,
    headers: { 'Content-Type': contentType, 'Retry-After': retryAfter },
  })

describe('The refusal in a reply', () => {
  test('has the problem, and the wait that the venue asks for', async () => {
    const { problem, retryAfterMs } = await refusalIn(reply('application/problem+json', '2'))

    assert.deepEqual([problem.code, retryAfterMs], ['BEHIND', 2000])
  })

  test('has no wait if the venue names a date', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT'
    const refusal = await refusalIn(reply('application/problem+json; charset=utf-8', date))

    assert.equal(refusal.retryAfterMs, 0)
  })

  test('is missing if a proxy replies', async () => {
    await assert.rejects(refusalIn(reply('application/json', '2')), {
      message: 'The reply has the status 503, but no problem.',
    })
  })
})
