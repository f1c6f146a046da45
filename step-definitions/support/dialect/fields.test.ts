import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DialectFile } from './dialect-file.ts'
import { Fields } from './fields.ts'

const stoks: DialectFile = {
  fields: {
    symbol: 'stoks',
    side: { name: 'direction', words: { BUY: 'buy', SELL: ['sell', 'short'] } },
    quantity: { name: 'qty', as: 'text' },
  },
}

const sent = (text: string, file = stoks) => new Fields([['/fields', file.fields]]).ticket(text)

describe('A ticket in another dialect', () => {
  it('has the target’s names, words and notations; the rest of the text is unchanged', () => {
    assert.equal(
      sent('{ "symbol": "EURUSD",\n"side":"SELL", "quantity" : 1000.00, "clientOrderId": "a" } '),
      '{ "stoks": "EURUSD",\n"direction":"sell", "qty" : "1000.00", "clientOrderId": "a" } ',
    )
  })

  const faulty: [what: string, ours: string, theirs: string][] = [
    ['a number beyond any double', '{"quantity": 1e400}', '{"qty": "1e400"}'],
    ['a string for a number', '{"quantity": "1000"}', '{"qty": 1000}'],
    ['a word for a number', '{"quantity": "plenty"}', '{"qty": "plenty"}'],
    ['a missing value', '{"quantity": }', '{"qty": }'],
    ['a value that is not JSON', '{"quantity": NaN}', '{"qty": NaN}'],
    ['an array', '{"quantity": [1000]}', '{"qty": [1000]}'],
    ['null', '{"side": null}', '{"direction": null}'],
    ['a word of the target, not of the contract', '{"side": "buy"}', '{"direction": "BUY"}'],
    ['an unknown word', '{"side": "HOLD"}', '{"direction": "HOLD"}'],
    ['a name of the target, not of the contract', '{"stoks": "EURUSD"}', '{"symbol": "EURUSD"}'],
    ['a name with escapes', '{"s\\u0079mbol": "A"}', '{"stoks": "A"}'],
    ['an unknown name with escapes', '{"pr\\u0069ce": 1}', '{"pr\\u0069ce": 1}'],
    ['half a ticket', '{"symbol": "EURUSD", "si', '{"stoks": "EURUSD", "si'],
    ['text after the ticket', '{"symbol": "A"} {}', '{"stoks": "A"} {}'],
    ['an envelope', '{"ticket": {"symbol": "A"}}', '{"ticket": {"stoks": "A"}}'],
    ['a name among the values', '["symbol", "side"]', '["symbol", "side"]'],
    ['a name inside a string', '{"symbol": "a \\"side\\": b"}', '{"stoks": "a \\"side\\": b"}'],
    ['a bare word', 'EURUSD', 'EURUSD'],
    ['nothing', '', ''],
  ]
  for (const [what, ours, theirs] of faulty) {
    it(`keeps its fault: ${what}`, () => assert.equal(sent(ours), theirs))
  }

  const sideless: [ours: string, theirs: string][] = [
    ['{"symbol": "A", "side": "BUY", "quantity": 1}', '{"symbol": "A", "quantity": 1}'],
    ['{"symbol": "A", "side": "BUY"}', '{"symbol": "A"}'],
    ['{"side": "BUY", "symbol": "A"}', '{"symbol": "A"}'],
    ['{"side": "BUY"}', '{}'],
    ['{"side": "BUY", "symbol": "A", "side": "SELL", ', '{"symbol": "A", '],
    ['{"symbol": "a \\"side\\": 1"}', '{"symbol": "a \\"side\\": 1"}'],
  ]
  for (const [ours, theirs] of sideless) {
    it(`has no side if the dialect has none: ${ours}`, () => {
      assert.equal(sent(ours, { fields: { side: null } }), theirs)
    })
  }
})

describe('A filter in another dialect', () => {
  it('has the target’s names and words; the rest is unchanged', () => {
    const file: DialectFile = {
      fields: { orderStatus: { name: 'state', words: { CANCELLED: ['canceled', 'void'] } } },
    }
    const spelling = new Fields([['/fields', file.fields]])
    assert.equal(
      spelling.filters('orderStatus=CANCELLED&symbol=BTC%2FUSD&limit=5'),
      'state=canceled&symbol=BTC%2FUSD&limit=5',
    )
    assert.equal(spelling.ourFilters('state=canceled&limit=5'), 'orderStatus=canceled&limit=5')
  })
})
