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

const begun = () => new Transcript(new Secrets({}))

describe('What was asked', () => {
  it('is shown as it went over the wire, without secrets and what says nothing', () => {
    const transcript = begun()
    transcript.answered('Alice', reply(performance.now(), '{"for":"open-sesame"}'))
    const [{ atMs, ...asked } = { atMs: Number.NaN }] = transcript.asked().first
    assert.ok(atMs >= 0 && atMs < 1000)
    assert.deepEqual(asked, {
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

  it('stands in the order in which it was sent, whichever reply came first', () => {
    const transcript = begun()
    transcript.answered('Bob', reply(20))
    transcript.answered('Alice', reply(10))
    assert.deepEqual(
      transcript.asked().first.map(({ who }) => who),
      ['Alice', 'Bob'],
    )
  })

  it('says why there is no reply', () => {
    const transcript = begun()
    transcript.leftAlone('Alice', sent)
    transcript.failed('Alice', new Error('not about a request'))
    transcript.failed('Alice', new NoAnswer('no answer after 5 ms', sent, 1e9, undefined))
    const told = transcript.asked().first.map(({ silence }) => silence)
    assert.deepEqual(told, ['nobody waited for the answer', 'no answer after 5 ms'])
  })

  it('is told in full, so that it can be sent again, up to 64 KiB', () => {
    const transcript = begun()
    const half = 'é'.repeat(16_384)
    for (const body of [half, half, `${half}x`]) transcript.leftAlone('Alice', { ...sent, body })
    const [first, second, third] = transcript.asked().first.map(({ body }) => body)
    assert.deepEqual([first, second], [{ text: half }, { text: half }])
    assert.deepEqual(third, { text: 'é'.repeat(2000), left: '14385 more characters' })
  })

  it('is shortened where it is much', () => {
    const transcript = begun()
    for (let count = 0; count < 1000; count += 1) {
      transcript.answered('Alice', reply(count, JSON.stringify('x'.repeat(10_000))))
    }
    const { first, left, last } = transcript.asked()
    assert.deepEqual([first.length, left, last.length], [30, 950, 20])
    assert.equal(last[0]?.reply?.body.left, '8002 more characters')
  })
})

describe('What was heard', () => {
  it('is shown for each connection; what is about orders of others is counted', () => {
    const transcript = begun()
    const notes = transcript.listening('Bob')
    transcript.listening('Carol was refused')
    notes.sent = { ...sent, method: 'GET', url: 'ws://localhost:8080/ws' }
    notes.tell('heard', 'about Alice', 1, 'order-1')
    notes.tell('heard', 'about Dave', 2, 'order-2')
    notes.tell('said', 'Bearer open-sesame')
    notes.tell('broken', 'cut')
    const streams = shownItems(transcript.streams(new Set(['order-1'])))
    assert.deepEqual(
      streams.map(({ who, url, told, foreign }) => ({
        who,
        url,
        told: shownItems(told).map(({ is, text }) => `${is}: ${text}`),
        foreign,
      })),
      [
        {
          who: 'Bob',
          url: 'ws://localhost:8080/ws',
          told: ['heard: about Alice', `said: ${hidden}`, 'broken: cut'],
          foreign: 1,
        },
      ],
    )
  })

  it('is shortened where it is much', () => {
    const transcript = begun()
    for (let count = 0; count < 100; count += 1) {
      const notes = transcript.listening('Bob')
      notes.sent = sent
      for (let told = 0; told < 100; told += 1) notes.tell('heard', 'x'.repeat(1000))
    }
    const { first, left } = transcript.streams(new Set())
    assert.deepEqual([first.length, left, first[0]?.told.left], [8, 90, 40])
    assert.equal(first[0]?.told.first[0]?.text.length, 500)
  })
})
