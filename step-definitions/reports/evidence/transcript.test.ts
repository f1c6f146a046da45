import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NoAnswer, type Reply } from '../../support/client.ts'
import { hidden, Secrets } from './secrets.ts'
import { Transcript } from './transcript.ts'
import { transcriptOf } from './transcript-text.ts'

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
const nothing = { ownOrderIds: new Set<string>(), complaints: [] }

describe('The recorded requests', () => {
  it('are shown as sent, without secrets and uninformative header fields', () => {
    const transcript = newTranscript()
    transcript.addReply('Alice', reply(performance.now(), '{"for":"open-sesame"}'))
    const [{ atMs, ...request } = { atMs: Number.NaN }] =
      transcript.timeline(nothing).requests.first
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
      transcript.timeline(nothing).requests.first.map(({ who }) => who),
      ['Alice', 'Bob'],
    )
  })

  it('say why there is no reply', () => {
    const transcript = newTranscript()
    transcript.addAbandoned('Alice', sent)
    transcript.addFailure('Alice', new Error('not about a request'))
    transcript.addFailure('Alice', new NoAnswer('no answer after 5 ms', sent, 1e9, undefined))
    const reasons = transcript.timeline(nothing).requests.first.map(({ noReply }) => noReply)
    assert.deepEqual(reasons, ['the sender did not wait for it', 'no answer after 5 ms'])
  })

  it('show their bodies in full, up to 64 KiB in all, so that a reader can send them again', () => {
    const transcript = newTranscript()
    const half = 'é'.repeat(16_384)
    for (const body of [half, half, `${half}x`]) transcript.addAbandoned('Alice', { ...sent, body })
    const [first, second, third] = transcript
      .timeline(nothing)
      .requests.first.map(({ body }) => body)
    assert.deepEqual([first, second], [{ text: half }, { text: half }])
    assert.deepEqual(third, { text: 'é'.repeat(2000), omitted: '14385 more characters' })
  })
})

/** The timeline as text, without the times. */
const linesOf = (...[transcript, focus]: [Transcript, Parameters<Transcript['timeline']>[0]]) =>
  transcriptOf({ complaints: [], ...transcript.timeline(focus) })
    .split('\n')
    .map((line) => line.slice(11))

describe('The timeline', () => {
  it('interleaves the requests, replies and messages of everyone, in order of time', () => {
    const transcript = newTranscript()
    const notes = transcript.addStream('Bob')
    notes.sent = { ...sent, method: 'GET', url: 'ws://localhost:8080/ws' }
    const start = notes.at
    transcript.addReply('Alice', { ...reply(start + 30), receivedAt: start + 60 })
    transcript.addReply('Carol', { ...reply(start + 10), receivedAt: start + 50 })
    notes.add('received', 'EXECUTED', start + 40)
    notes.add('sent', 'Bearer open-sesame', start + 70)
    notes.add('broken', 'cut', start + 80)
    const request = `POST /orders?token=${hidden}`
    assert.deepEqual(linesOf(transcript, nothing), [
      'Bob subscribes to /ws',
      `Carol sends ${request} {"symbol":"EURUSD"}`,
      `Alice sends ${request} {"symbol":"EURUSD"}`,
      'Bob receives EXECUTED',
      `Carol gets 201 after 40 ms for ${request} {}`,
      `Alice gets 201 after 30 ms for ${request} {}`,
      `Bob sends ${hidden}`,
      'Bob is disconnected: cut',
    ])
  })

  it('says when a step failed, and when a sender gave up', () => {
    const transcript = newTranscript()
    const at = performance.now()
    transcript.addFailure('Alice', new NoAnswer('no answer after 5 ms', sent, at, undefined))
    transcript.addFailedStep()
    assert.deepEqual(linesOf(transcript, nothing).slice(1), [
      `Alice gets no reply to POST /orders?token=${hidden}: no answer after 5 ms`,
      'The step failed.',
    ])
  })

  it('counts messages about orders of other scenarios, and shows open connections only', () => {
    const transcript = newTranscript()
    const notes = transcript.addStream('Bob')
    transcript.addStream('Carol was refused').add('received', 'about nobody')
    notes.sent = { ...sent, method: 'GET', url: 'ws://localhost:8080/ws' }
    notes.add('received', 'about Alice', undefined, 'order-1')
    notes.add('received', 'about Dave', undefined, 'order-2')
    const focus = { ...nothing, ownOrderIds: new Set(['order-1']) }
    assert.deepEqual(linesOf(transcript, focus), [
      'Bob subscribes to /ws',
      'Bob receives about Alice',
    ])
    const [stream] = transcript.timeline(focus).streams.first
    assert.deepEqual([stream?.url, stream?.foreign], ['ws://localhost:8080/ws', 1])
  })

  /** A listener who received 10,000 messages, each about another order. */
  function manyMessages() {
    const transcript = newTranscript()
    const notes = transcript.addStream('Bob')
    notes.sent = sent
    const orderIds = Array.from({ length: 10_000 }, (_, nth) => `<order-${nth}>`)
    for (const [nth, orderId] of orderIds.entries()) {
      notes.add('received', `about ${orderId} ${'x'.repeat(1000)}`, notes.at + nth, orderId)
    }
    return { transcript, focus: { ...nothing, ownOrderIds: new Set(orderIds) } }
  }

  it('leaves out the middle of many messages, and says how much', () => {
    const { transcript, focus } = manyMessages()
    const { timeline } = transcript.timeline(focus)
    assert.deepEqual(
      timeline.filter(({ is }) => is === 'omitted'),
      [{ is: 'omitted', requests: 0, replies: 0, messages: 9941 }],
    )
    assert.ok(timeline.every((moment) => !('text' in moment) || moment.text.length === 500))
  })

  it('keeps what a failure or a complaint is about, with what surrounds it', () => {
    const { transcript, focus } = manyMessages()
    const faulty = `about <order-7000> ${'x'.repeat(1000)}`
    const complaints = [`Bob received ${faulty}\n  but it is wrong`]
    const failure = 'nothing was received about <order-3000>'
    const { timeline } = transcript.timeline({ ...focus, complaints, failure })
    const shown = timeline.map(
      (moment) => /<order-(\d+)>/.exec('text' in moment ? moment.text : '')?.[1],
    )
    for (const nth of ['2995', '3000', '3005', '6995', '7000', '7005']) {
      assert.ok(shown.includes(nth), nth)
    }
    assert.ok(timeline.length < 130, `${timeline.length} rows`)
  })

  it('stays short even if everything is wrong', () => {
    const { transcript, focus } = manyMessages()
    const complaints = [...focus.ownOrderIds].map(
      (orderId) => `Bob received about ${orderId} ${'x'.repeat(1000)}\n  but it is wrong`,
    )
    const { timeline } = transcript.timeline({ ...focus, complaints })
    assert.ok(timeline.length < 130, `${timeline.length} rows`)
  })
})
