import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Order } from '../../../contract/orders.ts'
import type { Frame } from '../../../control/frame-contract.ts'
import { createSimulator } from '../../../simulator.ts'
import { ticket } from '../../../test/support/app.ts'
import { connectTo } from '../../../test/support/stream-clients.ts'
import { timelineOf } from './timeline-rows.ts'

const page = 'http://localhost:8081'

/** A venue with a latency of 100 ms and a subscriber, and what the console reads of it. */
async function open() {
  const simulator = await createSimulator({ latencyMs: 100, executionDelayMs: 1000 })
  after(() => simulator.close())
  const { url } = simulator
  const { socket } = await connectTo(url)
  after(() => socket.terminate())

  async function advance(byMs: number, waiting = 1): Promise<void> {
    while ((await simulator.read()).clock.waitingRequests < waiting);
    await simulator.advance({ byMs })
  }
  const request = (method: string, path: string, body?: object, origin?: string) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        'user-agent': 'bot/1.0',
        'content-type': 'application/json',
        ...(origin !== undefined && { origin }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })

  return {
    simulator,
    advance,
    request,
    async place(): Promise<Order> {
      const reply = request('POST', '/orders', ticket)
      await advance(100)
      return (await (await reply).json()) as Order
    },
    async timeline() {
      const entries = await simulator.journal.list()
      const frames = new Map<number, readonly Frame[]>()
      for (const { id, stream } of entries) {
        if (stream) frames.set(id, await simulator.journal.frames(id))
      }
      const reader = await connectTo(url, '?from=0')
      await simulator.advance({ byMs: 0 })
      reader.socket.terminate()
      const changes = reader.orders()
      return timelineOf({ entries, changes, frames }, page)
    },
  }
}

const textsOf = ({ rows }: ReturnType<typeof timelineOf>) =>
  rows
    .filter(({ lane }) => lane !== 'control')
    .map(({ lane, text, mark, race }) => [lane, text, mark, race].filter(Boolean).join(' | '))

describe('The timeline', () => {
  test('shows causes before effects in the same instant', async () => {
    const { place, request, timeline, advance } = await open()
    const { orderId } = await place()
    const reply = request('GET', `/orders/${orderId}`)
    await advance(100)
    await reply

    assert.deepEqual(textsOf(await timeline()), [
      'stream-1 | GET /ws',
      'bot | POST /orders',
      'log | 1 placed: BUY 1000 EURUSD',
      'stream-1 | 1 PENDING',
      'bot | 201',
      `bot | GET /orders/${orderId}`,
      'bot | 200',
    ])
  })

  test('marks messages that were lost, doubled and swapped, and a lost reply', async () => {
    const { simulator, place, request, advance, timeline } = await open()
    await simulator.faults.add({ at: 'after-commit', action: { does: 'reset' }, times: 1 })
    const lost = request('POST', '/orders', ticket).catch(() => 'lost')
    await advance(100)
    assert.equal(await lost, 'lost')
    for (const does of ['drop', 'duplicate'] as const) {
      await simulator.streamFaults.add({ action: { does }, times: 1 })
      await place()
    }

    const marked = textsOf(await timeline()).filter((text) => /lost|doubled/.test(text))
    assert.deepEqual(marked, [
      'bot | 201 | lost',
      'stream-1 | 2 PENDING | lost',
      'stream-1 | 3 PENDING | doubled',
      'stream-1 | 3 PENDING | doubled',
    ])
  })

  test('says who won a race between two cancels', async () => {
    const { place, request, advance, timeline } = await open()
    const { orderId } = await place()
    const cancels = [1, 2].map(() => request('DELETE', `/orders/${orderId}`))
    await advance(100, 2)
    await Promise.all(cancels)

    const { rows } = await timeline()
    const replies = rows.filter(({ kind, race }) => kind === 'reply' && race)
    const [won, lost] = replies.map(({ text, race }) => `${text}: ${race}`)
    assert.equal(won, '204: won the race')
    assert.match(lost ?? '', /^409 ORDER_ALREADY_CANCELLED: lost the race to request \d$/)
  })

  test('says that a cancel lost the race to the execution', async () => {
    const { simulator, place, request, advance, timeline } = await open()
    await simulator.races.add({ winner: 'execution' })
    const { orderId } = await place()
    const cancel = request('DELETE', `/orders/${orderId}`)
    await advance(100)
    await cancel

    const { rows } = await timeline()
    assert.deepEqual(
      rows.filter(({ race }) => race).map(({ text, race }) => [text, race]),
      [['409 ORDER_ALREADY_EXECUTED', 'lost the race to change 2 (executed)']],
    )
  })

  test('leaves out what the page itself reads, but not what it changes', async () => {
    const { request, advance, timeline } = await open()
    for (const [method, path, body] of [
      ['GET', '/orders'],
      ['POST', '/orders', ticket],
    ] as const) {
      const reply = request(method, path, body, page)
      await advance(100)
      await reply
    }

    const requests = (await timeline()).rows.filter(({ kind }) => kind === 'request')
    const texts = requests.map(({ text }) => text)
    assert.deepEqual(texts, [
      'GET /ws',
      'POST /clock/advance',
      'POST /orders',
      'POST /clock/advance',
    ])
  })

  test('has a lane for control, for each client, for the log and for each connection', async () => {
    const { place, timeline } = await open()
    await place()
    assert.deepEqual(
      (await timeline()).lanes.map(({ title }) => title),
      ['Control', 'bot', 'Log', 'WebSocket 1'],
    )
  })
})
