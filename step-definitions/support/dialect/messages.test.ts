import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { StreamSpelling } from './dialect-file.ts'
import { Messages, type Snapshot } from './messages.ts'

const fields = {
  orderId: 'id',
  orderStatus: { name: 'status', words: { CANCELLED: 'canceled' } },
}
const translated = (stream: StreamSpelling, message: unknown) =>
  new Messages({ fields, stream }).translate(
    typeof message === 'string' ? message : JSON.stringify(message),
  )
const theirs = { id: '7', status: 'canceled' }
const ours = { type: 'order', orderId: '7', orderStatus: 'CANCELLED' }

describe('A message in another dialect', () => {
  const understood: [how: string, stream: StreamSpelling, message: unknown, messages: unknown[]][] =
    [
      ['that is just an order', {}, theirs, [ours]],
      ['with an extra field', {}, { ...theirs, fee: 0.5 }, [{ ...ours, fee: 0.5 }]],
      ['in an envelope', { order: '/data/order' }, { type: 'x', data: { order: theirs } }, [ours]],
      [
        'with several changes',
        { changes: '' },
        [theirs, { ...theirs, id: '8' }],
        [ours, { ...ours, orderId: '8' }],
      ],
      ['with no changes', { changes: '/all' }, { all: [] }, []],
      [
        'whose event name is the status',
        {
          order: '/o',
          fields: { orderStatus: { name: '/event', words: { CANCELLED: 'OrderCancelled' } } },
        },
        { event: 'OrderCancelled', o: { id: '7' } },
        [ours],
      ],
      [
        'with several changes in an object whose keys are the ids',
        { changes: '/orders', byId: true },
        { orders: { 7: { status: 'canceled' }, 8: { status: 'PENDING', fee: 1 } } },
        [ours, { type: 'order', orderId: '8', orderStatus: 'PENDING', fee: 1 }],
      ],
      [
        'in plain text',
        { pattern: '^order (?<orderId>\\w+) is (?<orderStatus>\\w+)( of (?<quantity>\\d+))?$' },
        'order 7 is canceled of 1000',
        [{ ...ours, quantity: 1000 }],
      ],
      [
        'in plain text with a number for an id and a number for a word',
        {
          pattern: '(?<orderId>\\d+):(?<orderStatus>\\d)',
          fields: { orderId: { as: 'number' }, orderStatus: { words: { CANCELLED: 2 } } },
        },
        '7:2',
        [ours],
      ],
      [
        'that is a notice, although changes match a pattern',
        { pattern: '^(?<orderId>\\w+) (?<orderStatus>\\w+)$', notices: [{ at: '/hello' }] },
        { hello: 1 },
        [],
      ],
      [
        'that matches `change` by its value',
        { change: { at: '/event', is: ['placed', 'gone'] } },
        { ...theirs, event: 'gone' },
        [{ ...ours, event: 'gone' }],
      ],
      ['that is a notice', { notices: [{ at: '/kind', is: 'welcome' }] }, { kind: 'welcome' }, []],
      [
        'whose order is at an escaped pointer',
        { order: '/a~1b/c~0d' },
        { 'a/b': { 'c~d': theirs } },
        [ours],
      ],
      ['that is a notice, not JSON', { notices: [{ text: 'ping' }] }, 'ping', []],
      [
        'that is a notice by one of several values',
        { notices: [{ at: '/up', is: [1, true] }] },
        { up: true },
        [],
      ],
      [
        'that is a notice because it has a field',
        { notices: [{ at: '/ping' }] },
        { ping: 1789 },
        [],
      ],
      [
        'that lacks the field of a notice',
        { notices: [{ at: '/ping' }] },
        { ...theirs, pong: 1 },
        [{ ...ours, pong: 1 }],
      ],
      [
        'that matches `change` because it has a field',
        { change: { at: '/fee' } },
        { ...theirs, fee: null },
        [{ ...ours, fee: null }],
      ],
      [
        'that confirms the subscription',
        { subscribed: { at: '/op', is: 'ok' } },
        { op: 'ok', id: 7, status: 'ok' },
        [],
      ],
      ['that is a notice of the contract', {}, { type: 'going-away' }, [{ type: 'going-away' }]],
      ['spelt as in the contract', {}, { ...theirs, type: 'order' }, [ours]],
      [
        'with its position and time',
        { fields: { position: 'seq', occurredAt: { name: '/at', as: 'epoch-s' } } },
        { ...theirs, seq: 42, at: 0.5 },
        [{ ...ours, at: 0.5, position: 42, occurredAt: '1970-01-01T00:00:00.500Z' }],
      ],
    ]
  for (const [how, stream, message, messages] of understood) {
    it(`is translated: one ${how}`, () => {
      assert.deepEqual(translated(stream, message), { messages, faults: [] })
    })
  }

  const faulty: [how: string, stream: StreamSpelling, message: unknown, fault: RegExp][] = [
    [
      'that is not JSON',
      {},
      'ping',
      /^\/stream\/notices: the message is neither JSON nor a notice$/,
    ],
    ['without an id', {}, { status: 'canceled' }, /^\/fields\/orderId: "id" is missing in/],
    [
      'without a status',
      {},
      { id: '7' },
      /^\/fields\/orderStatus: "status" is missing in {"id":"7"}/,
    ],
    [
      'with an unknown status',
      {},
      { ...theirs, status: 'void' },
      /^\/fields\/orderStatus\/words: "void" is not one of/,
    ],
    [
      'with an unknown event',
      { fields: { orderStatus: { name: '/event', words: { EXECUTED: 'done' } } } },
      { id: '7', event: 'gone' },
      /^\/stream\/fields\/orderStatus\/words: "gone" is not one of "PENDING", "done", "CANCELLED"/,
    ],
    [
      'without an order at its pointer',
      { order: '/order' },
      theirs,
      /^\/stream\/order: there is no order at "\/order" in/,
    ],
    [
      'without a list at its pointer',
      { changes: '/all' },
      theirs,
      /^\/stream\/changes: there is no list at "\/all"/,
    ],
    [
      'without an object at its pointer',
      { changes: '/all', byId: true },
      { all: [theirs] },
      /^\/stream\/changes: there is no object at "\/all"/,
    ],
    [
      'that matches neither the pattern nor a notice',
      { pattern: '^(?<orderId>\\w+) (?<orderStatus>\\w+)$' },
      'order 7 is canceled',
      /^\/stream\/pattern: the message neither matches nor is a notice$/,
    ],
    [
      'with an unknown status in plain text',
      { pattern: '^(?<orderId>\\w+) (?<orderStatus>\\w+)$' },
      '7 void',
      /^\/fields\/orderStatus\/words: "void" is not one of .* in "7 void"$/,
    ],
    [
      'that is neither a notice nor a change',
      {},
      { kind: 'welcome' },
      /^\/fields\/orderId: "id" is missing/,
    ],
    [
      'that matches `change` by no value',
      { change: { at: '/event', is: 'order' } },
      { ...theirs, event: 'trade' },
      /^\/stream\/change: {"id":"7",.*} is neither a change nor a notice/,
    ],
    [
      'that lacks the field of a change',
      { change: { at: '/fee' } },
      theirs,
      /^\/stream\/change: .* is neither a change/,
    ],
    [
      'that lacks the event name of a change',
      { change: { at: '/event', is: 'order' } },
      theirs,
      /^\/stream\/change: .* is neither a change/,
    ],
    [
      'of the contract if the dialect defines `change`',
      { change: { at: '/type', is: 'trade' } },
      { type: 'heartbeat' },
      /^\/stream\/change: {"type":"heartbeat"} is neither a change/,
    ],
    [
      'that matches a notice but has an order',
      { notices: [{ at: '/status', is: 'canceled' }] },
      theirs,
      /^\/stream\/notices: the message matches a notice, but has an order$/,
    ],
    ['that is null', {}, 'null', /^\/stream\/order: there is no order at "" in null/],
  ]
  for (const [how, stream, message, fault] of faulty) {
    it(`is a fault: one ${how}`, () => {
      const { messages, faults } = translated(stream, message)
      assert.deepEqual(messages, [])
      assert.match(faults.join('\n'), fault)
    })
  }

  it('lists all orders, and what is new in it is a change', () => {
    const stream = { changes: '/orders', snapshot: true, subscribed: { at: '/orders' } }
    const messages = new Messages({ stream })
    const changesIn = (statuses: Record<string, string>) => {
      const orders = Object.entries(statuses).map(([orderId, orderStatus]) => ({
        orderId,
        orderStatus,
      }))
      const { messages: found, faults } = messages.translate(JSON.stringify({ orders }))
      assert.deepEqual(faults, [])
      return found.map((one) => one.type === 'order' && `${one.orderId} ${one.orderStatus}`)
    }
    assert.deepEqual(changesIn({ 1: 'EXECUTED', 2: 'PENDING' }), [])
    assert.deepEqual(changesIn({ 1: 'EXECUTED', 2: 'PENDING', 3: 'PENDING' }), ['3 PENDING'])
    assert.deepEqual(changesIn({ 1: 'EXECUTED', 2: 'EXECUTED', 3: 'CANCELLED' }), [
      '2 EXECUTED',
      '3 CANCELLED',
    ])
    assert.deepEqual(changesIn({ 1: 'PENDING', 2: 'EXECUTED', 3: 'CANCELLED' }), ['1 PENDING'])
  })

  it('has the changes since the one before, also if connections share it', () => {
    const shared = new Map<string, Snapshot>()
    const stream = { changes: '/orders', snapshot: true, subscribed: { at: '/orders' } }
    const [one, other] = [0, 1].map(() => new Messages({ stream }, undefined, shared)) as [
      Messages,
      Messages,
    ]
    const changesFor = (messages: Messages, ...statuses: string[]) => {
      const orders = statuses.map((orderStatus, nth) => ({ orderId: `${nth}`, orderStatus }))
      const { messages: found } = messages.translate(JSON.stringify({ orders }))
      return found.map((message) => message.type === 'order' && message.orderId)
    }
    assert.deepEqual(changesFor(one), [])
    assert.deepEqual(changesFor(one, 'PENDING'), ['0'])
    assert.deepEqual(changesFor(other, 'PENDING'), [])
    assert.deepEqual(changesFor(one, 'EXECUTED', 'PENDING'), ['0', '1'])
    assert.deepEqual(changesFor(other, 'EXECUTED', 'PENDING'), ['0', '1'])
    assert.deepEqual(changesFor(other, 'EXECUTED', 'PENDING'), [])
    for (let count = 3; count < 50; count += 1) {
      assert.equal(
        changesFor(one, ...Array.from({ length: count }, () => 'PENDING')).length > 0,
        true,
      )
    }
    assert.ok(shared.size <= 32)
    assert.deepEqual(changesFor(other, 'EXECUTED', 'CANCELLED'), ['1'])
  })

  it('is no change if it states the status of an order at the time of a subscription', () => {
    const messages = new Messages({ fields })
    const translate = (id: string) => messages.translate(JSON.stringify({ ...theirs, id })).messages
    messages.expectStatusOf('7', false)
    assert.ok(messages.isExpectingStatusOf('7'))
    assert.deepEqual(translate('8'), [{ ...ours, orderId: '8' }])
    assert.deepEqual([translate('7'), translate('7')], [[], [ours]])
    assert.ok(!messages.isExpectingStatusOf('7'))
  })

  it('may state the status of a new order too late, and then PENDING counts as received', () => {
    const messages = new Messages({})
    const statusesIn = (orderId: string, orderStatus: string) =>
      messages
        .translate(JSON.stringify({ orderId, orderStatus }))
        .messages.map((one) => one.type === 'order' && one.orderStatus)
    messages.expectStatusOf('7', true)
    messages.expectStatusOf('8', true)
    assert.deepEqual(statusesIn('7', 'PENDING'), ['PENDING'])
    assert.deepEqual(statusesIn('7', 'EXECUTED'), ['EXECUTED'])
    assert.deepEqual(statusesIn('8', 'EXECUTED'), ['PENDING', 'EXECUTED'])
    assert.deepEqual(statusesIn('8', 'EXECUTED'), ['EXECUTED'])
  })

  it('is partly translated if one of several changes is a fault', () => {
    const { messages, faults } = translated({ changes: '' }, [theirs, {}])
    assert.deepEqual(messages, [ours])
    assert.equal(faults.length, 2)
  })
})
