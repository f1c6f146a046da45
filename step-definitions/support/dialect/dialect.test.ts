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
  const requests: [ours: string, theirs: string][] = [
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
  for (const [ours, theirs] of requests) {
    it(`is ${theirs} for ${ours}`, () => {
      const [method = '', path = ''] = ours.split(' ')
      const request = v1.request({ method, path })
      assert.equal(`${request.method} ${request.path}`, theirs)
    })
  }

  it('keeps its content type and header fields, and wraps the ticket', () => {
    const request = v1.request({ ...placement, contentType: 'text/plain', fields: { a: 'b' } })
    assert.deepEqual(request, {
      method: 'PUT',
      path: '/api/v1/orders',
      body: '{"order":{}}',
      contentType: 'text/plain',
      fields: { a: 'b' },
    })
  })

  it('has no body if it had none', () => {
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

  it('is translated', () => {
    const part = { qty: '0.50', status: 'Cancelled', created: 1767225600437, done: 1767225602.5 }
    assert.deepEqual(found(part, { why: 'no liquidity' }), {
      orderId: '7',
      orderStatus: 'CANCELLED',
      symbol: 'A',
      quantity: 0.5,
      placedAt: '2026-01-01T00:00:00.437Z',
      executedAt: '2026-01-01T00:00:02.500Z',
      reason: 'no liquidity',
    })
  })

  it('keeps fields that the dialect does not name, and the notation of numbers', () => {
    const text =
      '{"data":{"order":{"id":9007199254740993,"status":0,"stoks":"A","qty":"1","fee":1e400,"extra":{"id":1}}}}'
    assert.equal(
      theirs.answer(question, answer(200, text)).text,
      '{"orderId":"9007199254740993","orderStatus":"PENDING","symbol":"A","quantity":1,"fee":1e400,"extra":{"id":1}}',
    )
  })

  it('may have null in an optional field', () => {
    const { orderId, ...others } = found({ done: null, clientOrderId: null }) as typeof order
    assert.deepEqual(others, { orderStatus: 'PENDING', symbol: 'A', quantity: 1 })
  })

  it('takes a renamed field only from its new name', () => {
    const { orderStatus, quantity } = found({
      orderStatus: 'EXECUTED',
      quantity: 7,
    }) as typeof order
    assert.deepEqual([orderStatus, quantity], ['PENDING', 1])
  })

  const faulty: [what: string, part: object, fault: RegExp][] = [
    [
      'has no id',
      { id: undefined },
      /^the dialect theirs\.json .*: \/fields\/orderId: "id" is missing in {"data/,
    ],
    ['has an id of another type', { id: 'a' }, /\/fields\/orderId\/as: "a" is not a number/],
    [
      'has an unknown status',
      { status: 'filled' },
      /\/fields\/orderStatus\/words: "filled" is not one of 0, "EXECUTED", "canceled", "Cancelled"/,
    ],
    [
      'has a word of the contract that the dialect replaces',
      { status: 'PENDING' },
      /\/words: "PENDING" is not one of 0/,
    ],
    ['has no status', { status: null }, /\/words: null is not one of/],
    [
      'has a quantity that is not a string',
      { qty: 1 },
      /\/fields\/quantity\/as: 1 is not a string with a number/,
    ],
    [
      'has a quantity that is not a number',
      { qty: '1,000' },
      /"1,000" is not a string with a number/,
    ],
    [
      'has a time that is not a number',
      { created: '2026' },
      /\/fields\/placedAt\/as: "2026" is not a number of milli/,
    ],
    ['has an impossible time', { created: 1e300 }, /not a number of milliseconds/],
    [
      'has an unknown side',
      { side: 'buy' },
      /\/fields\/side\/words: "buy" is not one of "BUY", "SELL"/,
    ],
    ['has no status at all', { status: undefined }, /\/fields\/orderStatus: "status" is missing/],
  ]
  for (const [what, part, fault] of faulty) {
    it(`cannot be translated if it ${what}`, () =>
      assert.throws(() => found(part), { message: fault }))
  }

  it('needs nothing but its id and status', () => {
    const bare = { stoks: undefined, qty: undefined }
    assert.deepEqual(found(bare), { orderId: '7', orderStatus: 'PENDING' })
  })

  it('has no field that the dialect says is absent in this reply', () => {
    const file: DialectFile = { find: { fields: { symbol: null, side: null } } }
    const theirOrder = { ...order, symbol: 7, side: 'long' }
    assert.deepEqual(read(dialect(file).answer(question, answer(200, theirOrder))), {
      orderId: '7',
      orderStatus: 'PENDING',
      quantity: 1000,
    })
  })

  it('cannot be translated if it is not at its pointer', () => {
    const at = (body: unknown) => () => theirs.answer(question, answer(200, body))
    assert.throws(at(order), /\/find\/order: there is no order at "\/data\/order" in {"orderId/)
    assert.throws(at('<html>'), /\/find: the reply is not JSON, but "<html>"/)
    assert.throws(at({ data: { order: [] } }), /\/find\/order/)
  })

  it('must have a string as its id by default', () => {
    const translate = () => dialect({}).answer(question, answer(200, { ...order, orderId: 7 }))
    assert.throws(translate, /\/fields\/orderId\/as: 7 is not a string/)
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

  it('keeps a status that the dialect does not name', () => {
    assert.equal(statusOf(question, 200), 200)
    assert.equal(statusOf(placement, 500), 500)
    assert.equal(statusOf(placement, 404), 404)
    assert.equal(statusOf(listing, 422), 422)
    assert.equal(statusOf(question, 302), 302)
    assert.equal(theirs.answer(question, answer(302, '')).text, '')
  })

  it('cannot be translated if it has a status of the contract that the dialect replaces', () => {
    assert.throws(() => statusOf(placement, 201), /\/place\/success: 201 is not one of 200, 202/)
    assert.throws(() => statusOf(cancellation, 204), /\/cancel\/success: 204 is not one of 200/)
    assert.throws(() => statusOf(question, 404), /\/refusals\/unknownOrder: 404 is not one of 410/)
    assert.throws(
      () => statusOf(cancellation, 409),
      /\/refusals\/tooLate: 409 is not one of 404, 422/,
    )
  })

  it('keeps the body of a refusal', () => {
    const refusal = answer(422, '{"id": 7}')
    assert.equal(theirs.answer(placement, refusal).text, refusal.text)
  })

  it('to a listing has its list from the pointer of `list.orders`', () => {
    const body = { data: { items: [{ it: order }, { it: { ...order, orderId: '8' } }] } }
    const orders = read(theirs.answer(listing, answer(200, body)))
    assert.deepEqual(orders, [order, { ...order, orderId: '8' }])
    const fault = /\/list\/orders: there is no list at "\/data\/items"/
    assert.throws(() => theirs.answer(listing, answer(200, [order])), fault)
    const one = { data: { items: [{ it: order }, { it: {} }] } }
    assert.throws(
      () => theirs.answer(listing, answer(200, one)),
      /\/fields\/orderId: "orderId" is missing/,
    )
  })

  it('to a listing may be an object whose keys are the ids', () => {
    const byId = dialect({
      fields: { orderId: { name: 'id', as: 'number' } },
      list: { orders: '/all', order: '/it', byId: true },
    })
    const { orderId, ...rest } = order
    const read7 = (all: unknown) => read(byId.answer(listing, answer(200, { all })))
    assert.deepEqual(read7({ 7: { it: rest }, 'a b': { it: rest } }), [
      { ...order, orderId: '7' },
      { ...order, orderId: 'a b' },
    ])
    assert.deepEqual(read7({}), [])
    const fault = /\/list\/orders: there is no object at "\/all" in {"all":\[\]}/
    assert.throws(() => read7([]), fault)
  })

  it('to a placement may have only an id, and then its success means PENDING', () => {
    const place = { orderId: '/data/id' }
    const byBody = dialect({ fields: { orderId: { as: 'number' } }, place })
    const placed = answer(201, { data: { id: 7 } })
    assert.deepEqual(read(byBody.answer(placement, placed)), {
      orderId: '7',
      orderStatus: 'PENDING',
    })
    assert.throws(
      () => byBody.answer(placement, answer(201, { id: 7 })),
      /\/place\/orderId: there is no id at "\/data\/id" in {"id":7}/,
    )

    const byHeader = dialect({
      place: { orderId: 'Location' },
      find: { request: 'GET /v1/orders/{orderId}' },
    })
    const location = 'http://127.0.0.1:9/v1/orders/a%2Fb'
    assert.deepEqual(read(byHeader.answer(placement, answer(201, '', { location }))), {
      orderId: 'a/b',
      orderStatus: 'PENDING',
    })
    for (const [headers, shown] of [
      [{}, 'absent'],
      [{ location: '/v1/orders' }, '/v1/orders'],
      [{ location: '/v1/orders/%zz' }, '/orders/%zz'],
    ] as const) {
      assert.throws(() => byHeader.answer(placement, answer(201, '', headers)), {
        message: new RegExp(`/place/orderId: Location leads to no order, but is ${shown}$`),
      })
    }
  })

  it('to a cancellation has no body', () => {
    const { status, text } = theirs.answer(cancellation, answer(200, 'OK'))
    assert.deepEqual([status, text], [204, ''])
    assert.equal(dialect({}).answer(cancellation, answer(204, '')).text, '')
  })

  it('to a cancellation must have the cancelled order, if the dialect says where it is', () => {
    const withOrder = dialect({ cancel: { success: [200], order: '/order' } })
    const answered = (part: object) => () =>
      withOrder.answer(cancellation, answer(200, { order: { ...order, ...part } })).text
    assert.equal(answered({ orderStatus: 'CANCELLED' })(), '')
    assert.throws(answered({}), /\/cancel\/order: .* is not order 7, CANCELLED/)
    assert.throws(answered({ orderStatus: 'CANCELLED', orderId: '8' }), /is not order 7, CANCELLED/)
  })

  it('has the contract’s paths in Location and Link', () => {
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

  it('has Location and Link seen from the path of the request', () => {
    const v1 = dialect({
      place: { request: 'POST /v1/orders' },
      find: { request: 'GET /v1/orders/{orderId}' },
      list: { request: 'GET /v1/all' },
    })
    const listed = v1.answer(
      { method: 'GET', path: '/orders' },
      answer(200, [], { link: '<?cursor=x>; rel="next", <all/2>; rel="last", <//x/2>; rel="up"' }),
    )
    assert.equal(
      listed.headers.get('link'),
      '</orders?cursor=x>; rel="next", </v1/all/2>; rel="last", <//x/2>; rel="up"',
    )
    const placed = v1.answer(placement, answer(201, order, { location: 'orders/7' }))
    assert.equal(placed.headers.get('location'), '/orders/7')
  })

  it('is unchanged on any other path', () => {
    const described = answer(200, '{"id": 1e400}')
    assert.equal(theirs.answer({ method: 'GET', path: '/openapi.json' }, described), described)
  })
})

describe('A subscription to an order', () => {
  it('names the order, in the notation of the dialect', () => {
    const stream = {
      subscribePerOrder: [
        'follow {orderId}',
        { id: '{orderId}', topic: 'orders/{orderId}', not: '{orderid}' },
      ],
    }
    const messages = dialect({ fields: { orderId: { as: 'number' } }, stream }).subscriptionTo('17')
    assert.deepEqual(messages, ['follow 17', '{"id":17,"topic":"orders/17","not":"{orderid}"}'])
    assert.equal(
      dialect({ stream }).subscriptionTo('"$&')[1],
      '{"id":"\\"$&","topic":"orders/\\"$&","not":"{orderid}"}',
    )
    assert.deepEqual(dialect({}).subscriptionTo('17'), [])
  })
})

describe('A ticket that is echoed', () => {
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

  it('is the same after both translations, for any dialect', () => {
    fc.assert(
      fc.property(spellings, ticket, extras, fc.boolean(), (names, sent, others, isText) => {
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
        const whole = { ...others, ...sent }
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
