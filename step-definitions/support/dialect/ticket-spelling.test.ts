import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DialectFile } from './dialect-file.ts'
import { TicketSpelling } from './ticket-spelling.ts'

const stoks: DialectFile = {
  fields: {
    symbol: 'stoks',
    side: { name: 'direction', words: { BUY: 'buy', SELL: ['sell', 'short'] } },
    quantity: { name: 'qty', as: 'text' },
  },
}

const sent = (text: string, file = stoks) => new TicketSpelling(file).ticket(text)

describe('A ticket in another dialect', () => {
  it('is spelt as it is to be, and all else is as it was written', () => {
    assert.equal(
      sent('{ "symbol": "EURUSD",\n"side":"SELL", "quantity" : 1000.00, "clientOrderId": "a" } '),
      '{ "stoks": "EURUSD",\n"direction":"sell", "qty" : "1000.00", "clientOrderId": "a" } ',
    )
  })

  const faulty: [what: string, ours: string, theirs: string][] = [
    ['a number that no number can hold', '{"quantity": 1e400}', '{"qty": "1e400"}'],
    ['a string for a number', '{"quantity": "1000"}', '{"qty": 1000}'],
    ['a word for a number', '{"quantity": "plenty"}', '{"qty": "plenty"}'],
    ['no value at all', '{"quantity": }', '{"qty": }'],
    ['what is no JSON', '{"quantity": NaN}', '{"qty": NaN}'],
    ['a list', '{"quantity": [1000]}', '{"qty": [1000]}'],
    ['null', '{"side": null}', '{"direction": null}'],
    ['a word that is theirs, not ours', '{"side": "buy"}', '{"direction": "BUY"}'],
    ['a word that is nobody’s', '{"side": "HOLD"}', '{"direction": "HOLD"}'],
    ['a name that is theirs, not ours', '{"stoks": "EURUSD"}', '{"symbol": "EURUSD"}'],
    ['a name written with escapes', '{"s\\u0079mbol": "A"}', '{"stoks": "A"}'],
    ['another name written with escapes', '{"pr\\u0069ce": 1}', '{"pr\\u0069ce": 1}'],
    ['half a ticket', '{"symbol": "EURUSD", "si', '{"stoks": "EURUSD", "si'],
    ['a tail', '{"symbol": "A"} {}', '{"stoks": "A"} {}'],
    ['an envelope', '{"ticket": {"symbol": "A"}}', '{"ticket": {"stoks": "A"}}'],
    ['a name among the values', '["symbol", "side"]', '["symbol", "side"]'],
    ['a name in a text', '{"symbol": "a \\"side\\": b"}', '{"stoks": "a \\"side\\": b"}'],
    ['a bare word', 'EURUSD', 'EURUSD'],
    ['nothing', '', ''],
  ]
  for (const [what, ours, theirs] of faulty) {
    it(`keeps its fault where it is ${what}`, () => assert.equal(sent(ours), theirs))
  }

  it('is wrapped where theirs are, wrong or not', () => {
    const wrapped: DialectFile = { place: { ticket: '/data/new order' } }
    assert.equal(sent('{"symbol":', wrapped), '{"data":{"new order":{"symbol":}}')
  })

  const sideless: [ours: string, theirs: string][] = [
    ['{"symbol": "A", "side": "BUY", "quantity": 1}', '{"symbol": "A", "quantity": 1}'],
    ['{"symbol": "A", "side": "BUY"}', '{"symbol": "A"}'],
    ['{"side": "BUY", "symbol": "A"}', '{"symbol": "A"}'],
    ['{"side": "BUY"}', '{}'],
    ['{"side": "BUY", "symbol": "A", "side": "SELL", ', '{"symbol": "A", '],
    ['{"symbol": "a \\"side\\": 1"}', '{"symbol": "a \\"side\\": 1"}'],
  ]
  for (const [ours, theirs] of sideless) {
    it(`says no side where theirs have none: ${ours}`, () => {
      assert.equal(sent(ours, { fields: { side: null } }), theirs)
    })
  }
})

describe('A filter in another dialect', () => {
  it('is spelt by the names and the words of fields, and all else is as it was', () => {
    const file: DialectFile = {
      fields: { orderStatus: { name: 'state', words: { CANCELLED: ['canceled', 'void'] } } },
    }
    const spelling = new TicketSpelling(file)
    assert.equal(
      spelling.filters('orderStatus=CANCELLED&symbol=BTC%2FUSD&limit=5'),
      'state=canceled&symbol=BTC%2FUSD&limit=5',
    )
    assert.equal(spelling.ourFilters('state=canceled&limit=5'), 'orderStatus=canceled&limit=5')
  })
})
