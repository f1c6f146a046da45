import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Dialect } from './dialect.ts'
import type { DialectFile } from './dialect-file.ts'
import { fieldNames } from './our-spelling.ts'

const order = { orderId: '7', orderStatus: 'PENDING', symbol: 'EURUSD', quantity: 1000 }
const placement = { method: 'POST', path: '/orders', body: '{}' }
const question = { method: 'GET', path: '/orders/7' }
const listing = { method: 'GET', path: '/orders' }
const cancellation = { method: 'DELETE', path: '/orders/7' }

const dialect = (file: DialectFile) => new Dialect(file, 'theirs.json')
const answer = (status: number, body: unknown, headers = {}) => ({
  status,
  headers: new Headers(headers),
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const read = ({ text }: { readonly text: string }) => JSON.parse(text) as unknown

describe('A request in another dialect', () => {
  const v1 = dialect({
    fields: { orderStatus: 'state' },
    place: { request: 'PUT /api/v1/orders', ticket: '/order' },
    list: { request: 'GET /api/v1/orders' },
    find: { request: 'GET /api/v1/order/{orderId}' },
    cancel: { request: 'POST /api/v1/orders/{orderId}/cancel' },
  })
  const asked: [ours: string, theirs: string][] = [
    ['POST /orders', 'PUT /api/v1/orders'],
    ['POST /orders?dryRun=true', 'PUT /api/v1/orders?dryRun=true'],
    ['GET /orders?orderStatus=PENDING', 'GET /api/v1/orders?state=PENDING'],
    ['GET /orders/7', 'GET /api/v1/order/7'],
    ['DELETE /orders/a%2Fb', 'POST /api/v1/orders/a%2Fb/cancel'],
    ['DELETE /orders/$&?x=1', 'POST /api/v1/orders/$&/cancel?x=1'],
    ['GET /orders/7/events', 'GET /orders/7/events'],
    ['DELETE /orders', 'DELETE /orders'],
    ['GET /openapi.json', 'GET /openapi.json'],
  ]
  for (const [ours, theirs] of asked) {
    it(`is ${theirs} for ${ours}`, () => {
      const [method = '', path = ''] = ours.split(' ')
      const request = v1.request({ method, path })
      assert.equal(`${request.method} ${request.path}`, theirs)
    })
  }

  it('bears the ticket, the type and the fields that it bore', () => {
    const request = v1.request({ ...placement, contentType: 'text/plain', fields: { a: 'b' } })
    assert.deepEqual(request, {
      method: 'PUT',
      path: '/api/v1/orders',
      body: '{"order":{}}',
      contentType: 'text/plain',
      fields: { a: 'b' },
    })
  })

  it('has no body where it had none', () => {
    assert.deepEqual(v1.request({ method: 'POST', path: '/orders' }), {
      method: 'PUT',
      path: '/api/v1/orders',
    })
  })
})

describe('An order in another dialect', () => {
  const theirs = dialect({
    fields: {
      orderId: { name: 'id', as: 'number' },
      symbol: 'stoks',
      orderStatus: { name: 'status', words: { CANCELLED: ['canceled', 'Cancelled'], PENDING: 0 } },
      quantity: { name: 'qty', as: 'text' },
      placedAt: { name: 'created', as: 'epoch-ms' },
      executedAt: { name: 'done', as: 'epoch-s' },
    },
    find: { order: '/data/order', fields: { reason: '/meta/why' } },
  })
  const found = (part: object, meta: object = {}) => {
    const whole = { data: { order: { id: 7, status: 0, stoks: 'A', qty: '1', ...part } }, meta }
    return read(theirs.answer(question, answer(200, whole)))
  }

  it('is read in our words', () => {
    const said = { qty: '0.50', status: 'Cancelled', created: 1767225600437, done: 1767225602.5 }
    assert.deepEqual(found(said, { why: 'no liquidity' }), {
      orderId: '7',
      orderStatus: 'CANCELLED',
      symbol: 'A',
      quantity: 0.5,
      placedAt: '2026-01-01T00:00:00.437Z',
      executedAt: '2026-01-01T00:00:02.500Z',
      reason: 'no liquidity',
    })
  })

  it('keeps what the dialect says nothing of, and numbers as they are written', () => {
    const text =
      '{"data":{"order":{"id":9007199254740993,"status":0,"stoks":"A","qty":"1","fee":1e400,"extra":{"id":1}}}}'
    assert.equal(
      theirs.answer(question, answer(200, text)).text,
      '{"orderId":"9007199254740993","orderStatus":"PENDING","symbol":"A","quantity":1,"fee":1e400,"extra":{"id":1}}',
    )
  })

  it('may say null for what it need not say', () => {
    const { orderId, ...said } = found({ done: null, clientOrderId: null }) as typeof order
    assert.deepEqual(said, { orderStatus: 'PENDING', symbol: 'A', quantity: 1 })
  })

  it('does not say in our words what it says beside them', () => {
    const said = found({ orderStatus: 'EXECUTED', quantity: 7 }) as typeof order
    assert.deepEqual([said.orderStatus, said.quantity], ['PENDING', 1])
  })

  const faulty: [what: string, part: object, fault: RegExp][] = [
    [
      'has no id',
      { id: undefined },
      /^the dialect theirs\.json .*, \/fields\/orderId: there is no "id" in {"data/,
    ],
    ['has an id of another kind', { id: 'a' }, /\/fields\/orderId\/as: "a" is no number/],
    [
      'has a status that nobody knows',
      { status: 'filled' },
      /\/fields\/orderStatus\/words: "filled" is none of 0, "EXECUTED", "canceled", "Cancelled"/,
    ],
    [
      'has our word for a status and not theirs',
      { status: 'PENDING' },
      /\/words: "PENDING" is none of 0/,
    ],
    ['has no status', { status: null }, /\/words: null is none of/],
    [
      'has a quantity that is no text',
      { qty: 1 },
      /\/fields\/quantity\/as: 1 is no text that is a number/,
    ],
    ['has a quantity that is no number', { qty: '1,000' }, /"1,000" is no text that is a number/],
    [
      'has a time that is no number',
      { created: '2026' },
      /\/fields\/placedAt\/as: "2026" is no number of milli/,
    ],
    ['has a time that never is', { created: 1e300 }, /no number of milliseconds/],
    [
      'has a side that nobody knows',
      { side: 'buy' },
      /\/fields\/side\/words: "buy" is none of "BUY", "SELL"/,
    ],
    ['has no symbol', { stoks: undefined }, /\/fields\/symbol: there is no "stoks"/],
  ]
  for (const [what, part, fault] of faulty) {
    it(`cannot be read where it ${what}`, () =>
      assert.throws(() => found(part), { message: fault }))
  }

  it('cannot be read where it is not where it should be', () => {
    const at = (body: unknown) => () => theirs.answer(question, answer(200, body))
    assert.throws(at(order), /\/find\/order: there is no order at "\/data\/order" in {"orderId/)
    assert.throws(at('<html>'), /\/find: the reply is no JSON, but "<html>"/)
    assert.throws(at({ data: { order: [] } }), /\/find\/order/)
  })

  it('has an id that is a text, unless something else is said', () => {
    const said = () => dialect({}).answer(question, answer(200, { ...order, orderId: 7 }))
    assert.throws(said, /\/fields\/orderId\/as: 7 is no string/)
  })
})

describe('An answer in another dialect', () => {
  const theirs = dialect({
    place: { success: [200, 202] },
    list: { orders: '/data/items', order: '/it' },
    cancel: { success: [200] },
    refusals: { badTicket: [422, 400], unknownOrder: [410], tooLate: [404, 422] },
  })
  const statusOf = (request: typeof question, status: number) =>
    theirs.answer(request, answer(status, order)).status

  it('has the status of the contract', () => {
    assert.equal(statusOf(placement, 202), 201)
    assert.equal(statusOf(placement, 422), 400)
    assert.equal(statusOf(placement, 400), 400)
    assert.equal(statusOf(question, 410), 404)
    assert.equal(statusOf(cancellation, 404), 409)
    assert.equal(statusOf(cancellation, 410), 404)
  })

  it('has the status that it has where the dialect says nothing of it', () => {
    assert.equal(statusOf(question, 200), 200)
    assert.equal(statusOf(placement, 500), 500)
    assert.equal(statusOf(placement, 404), 404)
    assert.equal(statusOf(listing, 422), 422)
    assert.equal(statusOf(question, 302), 302)
    assert.equal(theirs.answer(question, answer(302, '')).text, '')
  })

  it('cannot be read where its status says to us what it says no longer', () => {
    assert.throws(() => statusOf(placement, 201), /\/place\/success: 201 is none of 200, 202/)
    assert.throws(() => statusOf(cancellation, 204), /\/cancel\/success: 204 is none of 200/)
    assert.throws(() => statusOf(question, 404), /\/refusals\/unknownOrder: 404 is none of 410/)
    assert.throws(() => statusOf(cancellation, 409), /\/refusals\/tooLate: 409 is none of 404, 422/)
  })

  it('keeps the body of a refusal', () => {
    const refusal = answer(422, '{"id": 7}')
    assert.equal(theirs.answer(placement, refusal).text, refusal.text)
  })

  it('is a list of orders, wherever theirs is', () => {
    const body = { data: { items: [{ it: order }, { it: { ...order, orderId: '8' } }] } }
    const orders = read(theirs.answer(listing, answer(200, body)))
    assert.deepEqual(orders, [order, { ...order, orderId: '8' }])
    const fault = /\/list\/orders: there is no list at "\/data\/items"/
    assert.throws(() => theirs.answer(listing, answer(200, [order])), fault)
    const one = { data: { items: [{ it: order }, { it: {} }] } }
    assert.throws(() => theirs.answer(listing, answer(200, one)), /\/fields\/orderId: there is no/)
  })

  it('says nothing of a cancellation but that it succeeded', () => {
    const { status, text } = theirs.answer(cancellation, answer(200, 'OK'))
    assert.deepEqual([status, text], [204, ''])
    assert.equal(dialect({}).answer(cancellation, answer(204, '')).text, '')
  })

  it('is no success of a cancellation where the order that it brings is not cancelled', () => {
    const telling = dialect({ cancel: { success: [200], order: '/order' } })
    const told = (part: object) => () =>
      telling.answer(cancellation, answer(200, { order: { ...order, ...part } })).text
    assert.equal(told({ orderStatus: 'CANCELLED' })(), '')
    assert.throws(told({}), /\/cancel\/order: .* is no CANCELLED order 7/)
    assert.throws(told({ orderStatus: 'CANCELLED', orderId: '8' }), /is no CANCELLED order 7/)
  })

  it('leads on by our paths', () => {
    const v1 = dialect({
      fields: { symbol: 'stoks' },
      find: { request: 'GET /v1/order/{orderId}/state' },
      list: { request: 'GET /v1/orders' },
    })
    const { headers } = v1.answer(
      placement,
      answer(
        201,
        { ...order, symbol: undefined, stoks: 'A' },
        {
          location: '/v1/order/a%2Fb/state',
          link: '<http://127.0.0.1:9/v1/orders?stoks=A&cursor=x>; rel="next", </else>; rel="help"',
          etag: '"1"',
        },
      ),
    )
    assert.deepEqual(Object.fromEntries(headers), {
      location: '/orders/a%2Fb',
      link: '</orders?symbol=A&cursor=x>; rel="next", </else>; rel="help"',
      etag: '"1"',
    })
  })

  it('is as it came where it answers to what no dialect speaks of', () => {
    const described = answer(200, '{"id": 1e400}')
    assert.equal(theirs.answer({ method: 'GET', path: '/openapi.json' }, described), described)
  })
})

describe('There and back again', () => {
  const alien = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'side', 'symbol', 'orderId')
  const name = fc.option(alien, { nil: undefined })
  const spelling = fc.record({
    orderId: name,
    symbol: name,
    side: name,
    quantity: name,
    orderStatus: name,
  })
  const spellings = spelling.filter((names) => {
    const all = fieldNames.map((field) => names[field as keyof typeof names] ?? field)
    return new Set(all).size === all.length
  })
  const ticket = fc.record({
    symbol: fc.string(),
    side: fc.constantFrom('BUY', 'SELL'),
    quantity: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  })
  const extras = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'h', 'price', '__proto__', ' '),
    fc.constantFrom(1, 'a', 'b', null, true, [1, 'b'], { deep: { down: 'a' } }),
  )

  it('a ticket that is echoed is the same, whatever the dialect', () => {
    fc.assert(
      fc.property(spellings, ticket, extras, fc.boolean(), (names, said, others, isText) => {
        const { quantity = 'quantity', side = 'side', ...rest } = names
        const given = Object.entries(rest).filter((entry) => entry[1] !== undefined)
        const theirs = dialect({
          fields: {
            ...(Object.fromEntries(given) as Record<string, string>),
            quantity: { name: quantity, ...(isText && { as: 'text' }) },
            side: { name: side, words: { BUY: 'SELL', SELL: 'b' } },
          },
          place: { ticket: '/in', order: '/out' },
        })
        const whole = { ...others, ...said }
        const { body = '' } = theirs.request({ ...placement, body: JSON.stringify(whole) })
        const echoed = Object.entries((JSON.parse(body) as { in: object }).in)
        echoed.push(
          [names.orderId ?? 'orderId', '7'],
          [names.orderStatus ?? 'orderStatus', 'PENDING'],
        )
        const out = Object.fromEntries(echoed)
        const order = read(theirs.answer(placement, answer(201, { out })))
        assert.deepEqual(order, { ...whole, orderId: '7', orderStatus: 'PENDING' })
      }),
    )
  })
})
