import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import type { Problem } from '../contract/orders.ts'
import { place, serve, until } from '../test/support/platform.ts'
import { positions } from '../test/support/stream.ts'
import { connectTo, listenTo } from '../test/support/stream-clients.ts'

const positionsOf = ({ orders }: Awaited<ReturnType<typeof listenTo>>) =>
  orders().map(({ position }) => position)

describe('Server-Sent Events', () => {
  test('have headers with their type, the log and the position', async () => {
    const platform = await serve({ corsOrigins: ['http://front.example'] })
    await place(platform, 2)
    const { response } = await listenTo(platform.url, '', { origin: 'http://front.example' })
    const { headers, statusCode } = response

    assert.equal(statusCode, 200)
    assert.equal(headers['content-type'], 'text/event-stream')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['x-accel-buffering'], 'no')
    assert.equal(headers['log-id'], platform.venue.logId)
    assert.equal(headers['log-position'], '2')
    assert.equal(headers['access-control-allow-origin'], 'http://front.example')
    response.destroy()
  })

  test('are the same messages as on a WebSocket, each with its position as id', async () => {
    const platform = await serve()
    const { url, venue, venueClock } = platform
    const [order] = await place(platform)
    assert.ok(order && 'orderId' in order)
    const query = `?from=0&orderId=${order.orderId}&heartbeatMs=1000`
    const events = await listenTo(url, query)
    const socket = await connectTo(url, query)
    await until(() => events.messages.length + socket.messages.length === 4)
    await place(platform, 3)
    venueClock.advance(1000)
    await venue.cancel(order.orderId)
    await until(() => events.messages.length + socket.messages.length === 8)

    assert.deepEqual(events.messages, socket.messages)
    assert.deepEqual(
      events.messages.map((message) => [message.type, 'position' in message && message.position]),
      [
        ['order', 1],
        ['caught-up', 1],
        ['heartbeat', 4],
        ['order', 5],
      ],
    )
    assert.deepEqual(
      events.ids(),
      [1, 1, 4, 5].map((position) => `${position}@${venue.logId}`),
    )
    assert.equal(events.retryMs(), 1000)
    events.close()
  })

  test('start with `caught-up`, even without `from`', async () => {
    const platform = await serve()
    await place(platform, 3)
    const { logId } = platform.venue
    const caughtUp = { type: 'caught-up', position: 3, log: logId }
    const live = await listenTo(platform.url)
    const filtered = await listenTo(platform.url, '?from=1&symbol=NOBODY')
    await until(() => live.messages.length + filtered.messages.length === 2)

    for (const { messages, lastEventId, close } of [live, filtered]) {
      assert.deepEqual(messages, [caughtUp])
      assert.equal(lastEventId(), `3@${logId}`)
      close()
    }
  })

  test('always have data and an id, and no empty line except after an event', async () => {
    const platform = await serve()
    const { url, stream, venueClock } = platform
    const events = await listenTo(url)
    let text = ''
    events.response.on('data', (chunk: string) => {
      text += chunk
    })
    await until(() => stream.size === 1)
    venueClock.advance(15_000)
    await place(platform, 2)
    await until(() => events.messages.length === 3)
    await platform.venues.reset(platform.venues.main)
    await events.ended

    const blocks = text.split('\n\n')
    assert.equal(blocks.pop(), '')
    assert.equal(blocks.length, 4)
    for (const block of blocks) assert.match(block, /^(retry: 1000\n|:\n)*data: .+\nid: .+$/)
  })

  for (const [name, query, headers] of [
    ['the header Last-Event-ID', '?from=0', { 'last-event-id': '3' }],
    ['the parameter lastEventId', '?from=0&lastEventId=3', {}],
    ['both, if they are equal', '?lastEventId=3&from=0', { 'last-event-id': '3' }],
    ['one of them, if the other is empty', '?from=0&lastEventId=', { 'last-event-id': '3' }],
  ] as const) {
    test(`resume after ${name}, whatever else the URL says`, async () => {
      const platform = await serve()
      await place(platform, 5)
      const events = await listenTo(platform.url, query, headers)
      await until(() => events.messages.length === 3)

      assert.deepEqual(positionsOf(events), [4, 5])
      events.close()
    })
  }

  test('are resumed without a gap or a repetition, wherever the connection breaks', async () => {
    const platform = await serve()
    const received: number[] = []
    let lastEventId = '0'
    for (let round = 0; round < 20; round++) {
      const events = await listenTo(platform.url, '', { 'last-event-id': lastEventId })
      await Promise.all([place(platform, 200), until(() => events.orders().length > 50)])
      events.close()
      received.push(...positionsOf(events))
      lastEventId = events.lastEventId()
    }

    assert.deepEqual(received, positions(1, received.length))
    assert.ok(received.length > 1000)
  })

  test('are refused to a client that resumes in another log, even if its URL names no log', async () => {
    const before = await serve()
    const after = await serve({ seed: 'another seed' })
    await Promise.all([place(before, 2), place(after, 5)])
    const events = await listenTo(before.url, '?from=0')
    await until(() => events.orders().length === 2)
    events.close()

    const id = events.lastEventId()
    for (const [query, headers] of [
      ['?from=0', { 'last-event-id': id }],
      [`?from=0&lastEventId=${encodeURIComponent(id)}`, {}],
    ] as const) {
      const response = await fetch(`${after.url}/events${query}`, { headers })
      assert.equal(response.status, 409)
      const { code, detail } = (await response.json()) as Problem
      assert.equal(code, 'LOG_CHANGED')
      assert.match(detail, new RegExp(before.venue.logId))
    }
  })

  const refused = {
    'a position beyond the end': ['?from=1', {}, 400, '/from'],
    'an id beyond the end': ['?from=0', { 'last-event-id': '1' }, 400, '/Last-Event-ID'],
    'an id that is no position': ['', { 'last-event-id': 'abc' }, 400, '/Last-Event-ID'],
    'an id with a log that has no name': ['', { 'last-event-id': '0@' }, 400, '/Last-Event-ID'],
    'an id of another log': ['', { 'last-event-id': '0@another' }, 409, undefined],
    'a parameter beyond the end': ['?from=0&lastEventId=1', {}, 400, '/lastEventId'],
    'a parameter that is no position': ['?lastEventId=abc', {}, 400, '/lastEventId'],
    'a parameter given twice': ['?lastEventId=0&lastEventId=0', {}, 400, '/lastEventId'],
    'a parameter of another log': ['?lastEventId=0@another', {}, 409, undefined],
    'a parameter that differs from the header': [
      '?lastEventId=0',
      { 'last-event-id': '0@a-log' },
      400,
      '/lastEventId',
    ],
    'a parameter that is not known': ['?colour=red', {}, 400, '/colour'],
    'another log': ['?from=0&log=another', {}, 409, undefined],
  } as const
  for (const [name, [query, headers, status, pointer]] of Object.entries(refused)) {
    test(`are refused for ${name}: ${status}`, async () => {
      const { url, stream } = await serve()
      const response = await fetch(`${url}/events${query}`, { headers })
      const { code, errors } = (await response.json()) as Problem

      assert.equal(response.status, status)
      assert.equal(code, status === 409 ? 'LOG_CHANGED' : 'INVALID_REQUEST')
      assert.deepEqual(
        errors?.map((error) => error.pointer),
        pointer && [pointer],
      )
      assert.equal(stream.size, 0)
    })
  }

  test('are not sent for a HEAD request', async () => {
    const { url, stream } = await serve()
    const response = await fetch(`${url}/events?from=0`, { method: 'HEAD' })

    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    assert.equal(await response.text(), '')
    assert.equal(stream.size, 0)
  })

  test('are kept alive by a comment every 15 s, which no EventSource reports', async () => {
    const { url, stream, venueClock } = await serve()
    const events = await listenTo(url)
    await until(() => stream.size === 1)
    for (let times = 1; times <= 3; times++) {
      venueClock.advance(15_000)
      await until(() => events.comments.length === times)
    }

    assert.deepEqual(
      events.messages.map(({ type }) => type),
      ['caught-up'],
    )
    events.close()
    await until(() => stream.size === 0)
  })

  test('end with `going-away` when the platform stops', async () => {
    const { url, stream, close } = await serve()
    const events = await listenTo(url)
    await until(() => stream.size === 1)
    const closed = close(5000)
    await events.ended
    await closed

    assert.deepEqual(events.messages.at(-1), { type: 'going-away' })
  })

  test('leave nothing behind when the client disconnects while the request is still pipelined', async () => {
    const { port, stream } = await serve({ latencyMs: 100 })
    const connection = connect(port, '127.0.0.1')
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    connection.write(get('/orders') + get('/events?from=0'))
    await until(() => stream.size === 1)
    connection.destroy()

    await until(() => stream.size === 0)
    assert.equal(stream.size, 0)
  })

  test('leave nothing behind when clients come and go', async () => {
    const platform = await serve()
    const { url, stream } = platform
    const clients = await Promise.all(Array.from({ length: 30 }, () => listenTo(url, '?from=0')))
    await place(platform, 50)
    for (const client of clients) client.close()
    await until(() => stream.size === 0)

    assert.equal((await fetch(`${url}/health`)).status, 200)
  })
})
