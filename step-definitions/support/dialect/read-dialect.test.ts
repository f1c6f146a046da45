import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { readDialectFile } from './read-dialect.ts'

const folder = mkdtempSync(join(tmpdir(), 'dialect-'))
after(() => rmSync(folder, { recursive: true }))

function reading(content: unknown): () => unknown {
  const path = join(folder, 'theirs.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return () => readDialectFile(path)
}

describe('The dialects of this repository', () => {
  for (const name of ['minimal-server', 'envelopes']) {
    it(`are dialects: ${name}`, () => {
      readDialectFile(join(import.meta.dirname, `../../dialects/${name}.json`))
    })
  }
})

describe('A dialect', () => {
  it('may leave out everything', () => assert.deepEqual(reading({})(), {}))

  const faulty: [what: string, content: unknown, fault: RegExp][] = [
    [
      'no JSON',
      '{ "fields": { }',
      /^DIALECT .*theirs\.json is no dialect:\n {2}it is no JSON: .*position/,
    ],
    ['no object', [], /\/: \[\] must be object$/],
    [
      'with a key that there is not',
      { fields: { status: 'state' } },
      /\/fields: there is no "status" here, but "orderId", "orderStatus", "symbol"/,
    ],
    [
      'with a notation that there is not',
      { fields: { placedAt: { as: 'epoch' } } },
      /\/fields\/placedAt\/as: "epoch" must be "epoch-ms", "epoch-s"$/,
    ],
    [
      'that makes up a status',
      { fields: { orderStatus: { default: 'PENDING' } } },
      /\/fields\/orderStatus: there is no "default" here, but "name", "words"$/,
    ],
    [
      'that leaves out a status',
      { fields: { orderStatus: null } },
      /\/fields\/orderStatus: null must be string or object$/,
    ],
    [
      'that leaves out the order’s id in the path',
      { find: { request: 'GET /order' } },
      /\/find\/request: "GET \/order" must be like "PUT \/orders\/{orderId}\/cancel"\. The method/,
    ],
    [
      'with a refusal for a success',
      { place: { success: [422] } },
      /\/place\/success\/0: it must be <= 299$/,
    ],
    [
      'with a success for a refusal',
      { refusals: { tooLate: [200] } },
      /\/refusals\/tooLate\/0: it must be >= 400$/,
    ],
    [
      'with half a kind of message',
      { stream: { notices: [{ is: 'welcome' }] } },
      /\/stream\/notices\/0: it must have property at/,
    ],
    [
      'in which two fields are spelt alike',
      { fields: { orderId: 'id', clientOrderId: 'id' } },
      /\/fields\/clientOrderId: "id" cannot be both orderId and clientOrderId$/,
    ],
    [
      'in which a field is spelt as another one is',
      { fields: { symbol: 'side' } },
      /\/fields\/side: "side" cannot be both symbol and side$/,
    ],
    [
      'in which two fields are spelt alike in a message',
      { fields: { orderId: 'id' }, stream: { fields: { position: 'id' } } },
      /^DIALECT .*\n {2}\/stream\/fields\/position: "id" cannot be both orderId and position$/,
    ],
    [
      'in which a ticket’s field is somewhere else',
      { fields: { symbol: '/what/symbol' } },
      /\/fields\/symbol: a pointer can stand in the `fields` of a reply or of the stream alone/,
    ],
    [
      'in which one word means two things',
      { fields: { orderStatus: { words: { EXECUTED: 'done', CANCELLED: ['canceled', 'done'] } } } },
      /\/fields\/orderStatus\/words\/CANCELLED: "done" means EXECUTED, and cannot mean CANCELLED/,
    ],
    [
      'in which our word means something else',
      { stream: { fields: { orderStatus: { words: { EXECUTED: ['filled', 'Cancelled'] } } } } },
      /\/stream\/fields\/orderStatus\/words\/EXECUTED: "Cancelled" means CANCELLED/,
    ],
    [
      'in which a key stands twice',
      '{ "fields": { "orderId": "id", "orderId": "order_id" } }',
      /no dialect:\n {2}\/fields\/orderId: it stands there more than once$/,
    ],
    [
      'in which a ticket has nowhere to stand',
      { place: { request: 'GET /x' } },
      /\/place\/request: "GET \/x" must be like "POST \/api\/v1\/orders"\. The method, which has to/,
    ],
    [
      'in which one request asks for two things',
      { place: { request: 'POST /x' }, list: { request: 'POST /x' } },
      /\/list\/request: "POST \/x" cannot be both place and list$/,
    ],
    [
      'in which a request asks for what another does without being named',
      { find: { request: 'DELETE /orders/{orderId}' } },
      /\/find\/request: "DELETE \/orders\/{orderId}" cannot be both find and cancel$/,
    ],
    [
      'in which a notice is a change',
      {
        stream: {
          notices: [{ text: 'ping' }, { at: '/event', is: ['welcome', 'order'] }],
          change: { at: '/event', is: 'order' },
        },
      },
      /no dialect:\n {2}\/stream\/notices\/1: "order" at "\/event" is a change, and cannot be passed/,
    ],
    [
      'in which a notice is whatever is where a change is',
      { stream: { notices: [{ at: '/event' }], change: { at: '/event', is: 'order' } } },
      /\/stream\/notices\/0: "order" at "\/event" is a change, and cannot be passed over$/,
    ],
    [
      'in which a notice is a change by what it has',
      { stream: { notices: [{ at: '/event', is: 'order' }], change: { at: '/event' } } },
      /\/stream\/notices\/0: "order" at "\/event" is a change, and cannot be passed over$/,
    ],
    [
      'in which the confirmation of a subscription is a change',
      { stream: { subscribed: { at: '/ok', is: true }, change: { at: '/ok', is: true } } },
      /\/stream\/subscribed: true at "\/ok" is a change, and cannot be passed over$/,
    ],
    [
      'in which one refusal means two things',
      { refusals: { tooLate: [422, 404] } },
      /\/refusals\/tooLate: 404 cannot mean both unknownOrder and tooLate/,
    ],
  ]
  for (const [what, content, fault] of faulty) {
    it(`is refused when it is one ${what}`, () => {
      assert.throws(reading(content), { message: fault })
    })
  }

  it('may tell notices and changes apart by the same key, and by values of different kinds', () => {
    const stream = { notices: [{ at: '/ok', is: ['1', 2] }], change: { at: '/ok', is: 1 } }
    assert.deepEqual(reading({ stream })(), { stream })
    const inLists = { notices: [{ at: '', is: 1 }], changes: '/list', change: { at: '', is: 1 } }
    assert.deepEqual(reading({ stream: inLists })(), { stream: inLists })
  })

  it('is refused with all its faults at once', () => {
    const content = { fields: { a: 'b' }, find: { success: [] } }
    const lines = /theirs\.json is no dialect:\n {2}\/fields: .*\n {2}\/find\/success: .*$/
    assert.throws(reading(content), { message: lines })
  })

  it('is refused when it cannot be read', () => {
    const missing = () => readDialectFile(join(folder, 'missing.json'))
    assert.throws(missing, /missing\.json is no dialect:\n {2}it cannot be read: ENOENT/)
  })
})
