import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Reply, summaryOf } from './client.ts'

describe('The summary of a reply', () => {
  it('shows the request and the reply in one line, in the dialect of the target', () => {
    const wire = {
      method: 'POST',
      url: 'http://127.0.0.1:9000/api/orders/17/cancel?now=1',
      headers: {},
      body: '{"id":17}',
      status: 422,
      replyHeaders: new Headers(),
      text: '{"error":"late"}',
    }
    const ours = { method: 'DELETE', path: '/orders/17', status: 409, headers: new Headers() }
    const reply: Reply = { ...ours, text: wire.text, sentAt: 10, receivedAt: 531.2, wire }
    assert.equal(
      summaryOf(reply),
      'POST /api/orders/17/cancel?now=1 {"id":17} → 422 after 521 ms {"error":"late"}',
    )
  })
})
