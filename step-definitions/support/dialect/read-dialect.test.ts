import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
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

const dialects = join(import.meta.dirname, '../../dialects')

describe('The dialects of this repository', () => {
  const examples = readdirSync(dialects, { recursive: true, encoding: 'utf8' })
  for (const name of examples.filter(
    (path) => path.endsWith('.json') && path !== 'dialect.schema.json',
  )) {
    it(`are valid: ${name}`, () => {
      readDialectFile(join(dialects, name))
    })
  }
})

describe('A dialect', () => {
  it('may be empty', () => assert.deepEqual(reading({})(), {}))

  const faulty: [what: string, content: unknown, fault: RegExp][] = [
    [
      'it is not JSON',
      '{ "fields": { }',
      /^DIALECT .*theirs\.json is not a valid dialect:\n {2}the file is not JSON: .*position/,
    ],
    ['it is not an object', [], /\/: \[\] must be object$/],
    [
      'a key is unknown',
      { fields: { status: 'state' } },
      /\/fields: unknown key "status"; allowed are "orderId", "orderStatus", "symbol"/,
    ],
    [
      'a notation is unknown',
      { fields: { placedAt: { as: 'epoch' } } },
      /\/fields\/placedAt\/as: "epoch" must be one of "epoch-ms", "epoch-s"$/,
    ],
    [
      'it invents a status',
      { fields: { orderStatus: { default: 'PENDING' } } },
      /\/fields\/orderStatus: unknown key "default"; allowed are "name", "words"$/,
    ],
    [
      'it has no status',
      { fields: { orderStatus: null } },
      /\/fields\/orderStatus: null must be string or object$/,
    ],
    [
      'it has no quantity in tickets',
      { fields: { quantity: null }, find: { fields: { quantity: null } } },
      /\n {2}\/fields\/quantity: null is allowed only in the `fields` of a reply or of the stream$/,
    ],
    ['it trades nothing', { symbols: [] }, /\/symbols: it must NOT have fewer than 1 items$/],
    [
      'a path lacks the order’s id',
      { find: { request: 'GET /order' } },
      /\/find\/request: "GET \/order" must look like "PUT \/orders\/{orderId}\/cancel"\. The method/,
    ],
    [
      'a success has the status of a refusal',
      { place: { success: [422] } },
      /\/place\/success\/0: it must be <= 299$/,
    ],
    [
      'a refusal has the status of a success',
      { refusals: { tooLate: [200] } },
      /\/refusals\/tooLate\/0: it must be >= 400$/,
    ],
    [
      'a kind of message has a value and no pointer',
      { stream: { notices: [{ is: 'welcome' }] } },
      /\/stream\/notices\/0: it must have property at/,
    ],
    [
      'two fields have the same name',
      { fields: { orderId: 'id', clientOrderId: 'id' } },
      /\/fields\/clientOrderId: "id" cannot be both orderId and clientOrderId$/,
    ],
    [
      'a field has the name of another field of the contract',
      { fields: { symbol: 'side' } },
      /dialect:\n {2}\/fields\/symbol: "side" cannot be both side and symbol$/,
    ],
    [
      'two fields of a message have the same name',
      { fields: { orderId: 'id' }, stream: { fields: { position: 'id' } } },
      /^DIALECT .*\n {2}\/stream\/fields\/position: "id" cannot be both orderId and position$/,
    ],
    [
      'a field of tickets is a pointer',
      { fields: { symbol: '/what/symbol' } },
      /\/fields\/symbol: a pointer is allowed only in the `fields` of a reply or of the stream/,
    ],
    [
      'one word means two things',
      { fields: { orderStatus: { words: { EXECUTED: 'done', CANCELLED: ['canceled', 'done'] } } } },
      /\/fields\/orderStatus\/words\/CANCELLED: "done" cannot be both EXECUTED and CANCELLED$/,
    ],
    [
      'a word of the contract means something else',
      { stream: { fields: { orderStatus: { words: { EXECUTED: ['filled', 'Cancelled'] } } } } },
      /\/stream\/fields\/orderStatus\/words\/EXECUTED: "CANCELLED" cannot be both CANCELLED and EXECUTED$/,
    ],
    [
      'the request of a placement has no body',
      { place: { request: 'GET /x' } },
      /\/place\/request: "GET \/x" must look like "POST \/api\/v1\/orders"\. The method, which must/,
    ],
    [
      'two endpoints have the same request',
      { place: { request: 'POST /x' }, list: { request: 'POST /x' } },
      /\/list\/request: "POST \/x" cannot be both place and list$/,
    ],
    [
      'a request is that of another endpoint in the contract',
      { find: { request: 'DELETE /orders/{orderId}' } },
      /\/find\/request: "DELETE \/orders\/{orderId}" cannot be both cancel and find$/,
    ],
    [
      'one status means two refusals',
      { refusals: { tooLate: [422, 404] } },
      /\/refusals\/tooLate: 404 cannot be both unknownOrder and tooLate$/,
    ],
    [
      'the reply to a placement has an order and only an id',
      { place: { order: '/order', orderId: '/id' } },
      /\/place\/orderId: .*leave out one of `orderId` and `order`$/,
    ],
    [
      'an object of changes has no place',
      { stream: { byId: true } },
      /\/stream: it must have property changes when property byId is present$/,
    ],
    [
      'no message has the first snapshot',
      { stream: { changes: '/orders', snapshot: true } },
      /\/stream: it must have properties changes, subscribed when property snapshot is present$/,
    ],
    [
      'a subscription to an order does not name it',
      { stream: { subscribePerOrder: [{ action: 'subscribe' }] } },
      /\/stream\/subscribePerOrder: no message has {orderId}$/,
    ],
    [
      'messages are text and JSON',
      { stream: { pattern: '^(?<orderId>.+) (?<orderStatus>.+)$', change: { at: '/a' } } },
      /dialect:\n {2}\/stream\/change: a message that matches `pattern` is not JSON$/,
    ],
    [
      'a pattern lacks the status',
      { stream: { pattern: '^(?<orderId>.+)$' } },
      /dialect:\n {2}\/stream\/pattern: there is no group \(\?<orderStatus>…\)$/,
    ],
    [
      'a pattern has an unknown field',
      { stream: { pattern: '^(?<orderId>.+) (?<orderStatus>.+) (?<price>.+)$' } },
      /dialect:\n {2}\/stream\/pattern: "price" is no field; allowed are orderId, orderStatus, /,
    ],
    [
      'a pattern is no regular expression',
      { stream: { pattern: '(' } },
      /\/stream\/pattern: it must match format "regex"$/,
    ],
  ]
  for (const [what, content, fault] of faulty) {
    it(`is refused if ${what}`, () => {
      assert.throws(reading(content), { message: fault })
    })
  }

  it('is refused with all faults at once', () => {
    const content = { fields: { a: 'b' }, find: { success: [] } }
    const lines = /theirs\.json is not a valid dialect:\n {2}\/fields: .*\n {2}\/find\/success: .*$/
    assert.throws(reading(content), { message: lines })
  })

  it('is refused if it cannot be read', () => {
    const missing = () => readDialectFile(join(folder, 'missing.json'))
    assert.throws(
      missing,
      /missing\.json is not a valid dialect:\n {2}the file cannot be read: ENOENT/,
    )
  })
})
