import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NoAnswer, type Reply } from '../../support/client.ts'
import { shownItems } from './excerpt.ts'
import { hidden, Secrets } from './secrets.ts'
import { Transcript } from './transcript.ts'

const sent = {
  method: 'POST',
  url: 'http://localhost:8080/orders?token=open-sesame',
  headers: { connection: 'close', authorization: 'Bearer open-sesame', venue: 'mine' },
  body: '{"symbol":"EURUSD"}',
}

function reply(sentAt: number, text = '{}'): Reply {
  const replyHeaders = new Headers({ date: 'today', location: '/orders/open-sesame' })
  const wire = { ...sent, status: 201, replyHeaders, text }
  const times = { sentAt, receivedAt: sentAt + 5 }
  return {
    method: 'POST',
    path: '/orders',
    status: 201,
    headers: new Headers(),
    text,
    wire,
    ...times,
  }
}

const newTranscript = () => new Transcript(new Secrets({}))

describe('The recorded requests', () => {
  it('are shown as sent, without secrets and uninformative header fields', () => {
    const transcript = newTranscript()
    transcript.addReply('Alice', reply(performance.now(), '{"for":"open-sesame"}'))
    const [{ atMs, ...request } = { atMs: Number.NaN }] = transcript.requests().first
    assert.ok(atMs >= 0 && atMs < 1000)
    assert.deepEqual(request, {
      who: 'Alice',
      method: 'POST',
      url: `http://localhost:8080/orders?token=${hidden}`,
      headers: [
        ['authorization', hidden],
        ['venue', 'mine'],
      ],
      body: { text: '{"symbol":"EURUSD"}' },
      reply: {
        afterMs: 5,
        status: 201,
        headers: [['location', `/orders/${hidden}`]],
        body: { text: `{"for":"${hidden}"}` },
      },
    })
  })

  it('are in the order in which they were sent, whichever reply came first', () => {
    const transcript = newTranscript()
    transcript.addReply('Bob', reply(20))
    transcript.addReply('Alice', reply(10))
    assert.deepEqual(
      transcript.requests().first.map(({ who }) => who),
      ['Alice', 'Bob'],
    )
  })

  it('say why there is no reply', () => {
    const transcript = newTranscript()
    transcript.addAbandoned('Alice', sent)
    transcript.addFailure('Alice', new Error('not about a request'))
    transcript.addFailure('Alice', new NoAnswer('no answer after 5 ms', sent, 1e9, undefined))
    const reasons = transcript.requests().first.map(({ noReply }) => noReply)
    assert.deepEqual(reasons, ['the sender did not wait for it', 'no answer after 5 ms'])
  })

  it('show their bodies in full, up to 64 KiB in all, so that a reader can send them again', () => {
    const transcript = newTranscript()
    const half = 'é'.repeat(16_384)
    for (const body of [half, half, `${half}x`]) transcript.addAbandoned('Alice', { ...sent, body })
    const [first, second, third] = transcript.requests().first.map(({ body }) => body)
    assert.deepEqual([first, second], [{ text: half }, { text: half }])
    assert.deepEqual(third, { text: 'é'.repeat(2000), omitted: '14385 more characters' })
  })

  it('are shortened if there are many', () => {
    const transcript = newTranscript()
    for (let count = 0; count < 1000; count += 1) {
      transcript.addReply('Alice', reply(count, JSON.stringify('x'.repeat(10_000))))
    }
    const { first, omitted, last } = transcript.requests()
    assert.deepEqual([first.length, omitted, last.length], [30, 950, 20])
    assert.equal(last[0]?.reply?.body.omitted, '8002 more characters')
  })
})

describe('The recorded streams', () => {
  it('show each open connection, and count messages about orders of other scenarios', () => {
    const transcript = newTranscript()
    const notes = transcript.addStream('Bob')
    transcript.addStream('Carol was refused')
    notes.sent = { ...sent, method: 'GET', url: 'ws://localhost:8080/ws' }
    notes.add('received', 'about Alice', 1, 'order-1')
    notes.add('received', 'about Dave', 2, 'order-2')
    notes.add('sent', 'Bearer open-sesame')
    notes.add('broken', 'cut')
    const streams = shownItems(transcript.streams(new Set(['order-1'])))
    assert.deepEqual(
      streams.map(({ who, url, entries, foreign }) => ({
        who,
        url,
        entries: shownItems(entries).map(({ is, text }) => `${is}: ${text}`),
        foreign,
      })),
      [
        {
          who: 'Bob',
          url: 'ws://localhost:8080/ws',
          entries: ['received: about Alice', `sent: ${hidden}`, 'broken: cut'],
          foreign: 1,
        },
      ],
    )
  })

  it('are shortened if there are many', () => {
    const transcript = newTranscript()
    for (let count = 0; count < 100; count += 1) {
      const notes = transcript.addStream('Bob')
      notes.sent = sent
      for (let message = 0; message < 100; message += 1) notes.add('received', 'x'.repeat(1000))
    }
    const { first, omitted } = transcript.streams(new Set())
    assert.deepEqual([first.length, omitted, first[0]?.entries.omitted], [8, 90, 40])
    assert.equal(first[0]?.entries.first[0]?.text.length, 500)
  })
})
