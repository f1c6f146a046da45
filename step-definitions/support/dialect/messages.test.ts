import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { StreamSpelling } from './dialect-file.ts'
import { Messages } from './messages.ts'

const fields = {
  orderId: 'id',
  orderStatus: { name: 'status', words: { CANCELLED: 'canceled' } },
}
const told = (stream: StreamSpelling, message: unknown) =>
  new Messages({ fields, stream }).translate(
    typeof message === 'string' ? message : JSON.stringify(message),
  )
const said = { id: '7', status: 'canceled' }
const ours = { type: 'order', orderId: '7', orderStatus: 'CANCELLED' }

describe('A message in another dialect', () => {
  const understood: [how: string, stream: StreamSpelling, message: unknown, messages: unknown[]][] =
    [
      ['that is no more than an order', {}, said, [ours]],
      ['that says more', {}, { ...said, fee: 0.5 }, [{ ...ours, fee: 0.5 }]],
      ['in an envelope', { order: '/data/order' }, { type: 'x', data: { order: said } }, [ours]],
      [
        'that is a list',
        { changes: '' },
        [said, { ...said, id: '8' }],
        [ours, { ...ours, orderId: '8' }],
      ],
      ['that is an empty list', { changes: '/all' }, { all: [] }, []],
      [
        'whose event tells the status, beside the order',
        {
          order: '/o',
          fields: { orderStatus: { name: '/event', words: { CANCELLED: 'OrderCancelled' } } },
        },
        { event: 'OrderCancelled', o: { id: '7' } },
        [ours],
      ],
      [
        'of the kind that changes are',
        { change: { at: '/event', is: ['placed', 'gone'] } },
        { ...said, event: 'gone' },
        [{ ...ours, event: 'gone' }],
      ],
      ['that is a notice', { notices: [{ at: '/kind', is: 'welcome' }] }, { kind: 'welcome' }, []],
      [
        'whose order is at an odd place',
        { order: '/a~1b/c~0d' },
        { 'a/b': { 'c~d': said } },
        [ours],
      ],
      ['that is a notice and no JSON', { notices: [{ text: 'ping' }] }, 'ping', []],
      [
        'that is a notice whatever it says',
        { notices: [{ at: '/up', is: [1, true] }] },
        { up: true },
        [],
      ],
      ['that is a notice by what it has', { notices: [{ at: '/ping' }] }, { ping: 1789 }, []],
      [
        'that has not what a notice has',
        { notices: [{ at: '/ping' }] },
        { ...said, pong: 1 },
        [{ ...ours, pong: 1 }],
      ],
      [
        'of the kind that changes are by what they have',
        { change: { at: '/fee' } },
        { ...said, fee: null },
        [{ ...ours, fee: null }],
      ],
      [
        'that says that the subscription stands',
        { subscribed: { at: '/op', is: 'ok' } },
        { op: 'ok', id: 7, status: 'ok' },
        [],
      ],
      ['that the contract has', {}, { type: 'going-away' }, [{ type: 'going-away' }]],
      ['that is spelt as in the contract', {}, { ...said, type: 'order' }, [ours]],
      [
        'that says where it is in the log',
        { fields: { position: 'seq', occurredAt: { name: '/at', as: 'epoch-s' } } },
        { ...said, seq: 42, at: 0.5 },
        [{ ...ours, at: 0.5, position: 42, occurredAt: '1970-01-01T00:00:00.500Z' }],
      ],
    ]
  for (const [how, stream, message, messages] of understood) {
    it(`is understood: one ${how}`, () => {
      assert.deepEqual(told(stream, message), { messages, faults: [] })
    })
  }

  const faulty: [how: string, stream: StreamSpelling, message: unknown, fault: RegExp][] = [
    ['that is no JSON', {}, 'ping', /^\/stream\/notices: it is no JSON, and no notice$/],
    ['without an id', {}, { status: 'canceled' }, /^\/fields\/orderId: there is no "id" in/],
    [
      'without a status',
      {},
      { id: '7' },
      /^\/fields\/orderStatus: there is no "status" in {"id":"7"}/,
    ],
    [
      'with an unknown status',
      {},
      { ...said, status: 'void' },
      /^\/fields\/orderStatus\/words: "void" is none of/,
    ],
    [
      'with an unknown event',
      { fields: { orderStatus: { name: '/event', words: { EXECUTED: 'done' } } } },
      { id: '7', event: 'gone' },
      /^\/stream\/fields\/orderStatus\/words: "gone" is none of "PENDING", "done", "CANCELLED"/,
    ],
    [
      'that brings nothing',
      { order: '/order' },
      said,
      /^\/stream\/order: there is no order at "\/order" in/,
    ],
    [
      'that brings no list',
      { changes: '/all' },
      said,
      /^\/stream\/changes: there is no list at "\/all"/,
    ],
    [
      'that is no notice, and no change',
      {},
      { kind: 'welcome' },
      /^\/fields\/orderId: there is no "id"/,
    ],
    [
      'of another kind than changes are',
      { change: { at: '/event', is: 'order' } },
      { ...said, event: 'trade' },
      /^\/stream\/change: {"id":"7",.*} is no change, and no notice/,
    ],
    [
      'without what changes have',
      { change: { at: '/fee' } },
      said,
      /^\/stream\/change: .* is no change/,
    ],
    [
      'of no kind',
      { change: { at: '/event', is: 'order' } },
      said,
      /^\/stream\/change: .* is no change/,
    ],
    [
      'of the contract where changes are of another kind',
      { change: { at: '/type', is: 'trade' } },
      { type: 'heartbeat' },
      /^\/stream\/change: {"type":"heartbeat"} is no change/,
    ],
    [
      'that brings an order, and is called a notice',
      { notices: [{ at: '/status', is: 'canceled' }] },
      said,
      /^\/stream\/notices: it is a notice that brings an order$/,
    ],
    ['that is null', {}, 'null', /^\/stream\/order: there is no order at "" in null/],
  ]
  for (const [how, stream, message, fault] of faulty) {
    it(`is a fault: one ${how}`, () => {
      const { messages, faults } = told(stream, message)
      assert.deepEqual(messages, [])
      assert.match(faults.join('\n'), fault)
    })
  }

  it('is a fault in part, where one of several changes is none', () => {
    const { messages, faults } = told({ changes: '' }, [said, {}])
    assert.deepEqual(messages, [ours])
    assert.equal(faults.length, 2)
  })
})
