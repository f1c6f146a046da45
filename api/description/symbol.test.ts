import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { TradedSymbol } from '../contract/orders.ts'
import { openApp } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

const accepts = (symbol: string) => TradedSymbol.safeParse(symbol).success

test('a symbol has one or two parts of capital letters and digits, with at least one letter', () => {
  for (const symbol of [
    ...['EURUSD', 'BTC/USD', 'BRK.B', 'ES-Z6', 'F', '1INCHUSDT', '1000SHIBUSDT', '600519.SH', '0A'],
    ...['1/A', 'A/1', 'ABCDEFGHIJKL/MNOPQRSTUVW', '12345678901A', '123456789012/3456789012A'],
  ]) {
    assert.ok(accepts(symbol), symbol)
  }
  for (const symbol of [
    ...[
      '',
      '1',
      '123',
      '123/456',
      '1.5',
      '1-2',
      'eurusd',
      'EURUSd',
      'EUR USD',
      ' EURUSD',
      'EURUSD\n',
    ],
    ...['BTC/', '/USD', 'BTC//USD', 'BTC/USD/EUR', 'BTC_USD', 'ÄA', 'Ａ', '١A'],
    ...['ABCDEFGHIJKLM', '123456789012A', 'A/123456789012', 'ABCDEFGHIJKL/MNOPQRSTUVWX'],
  ]) {
    assert.ok(!accepts(symbol), symbol)
  }
})

for (const [api, request] of [
  ['trading', (path: string) => openApp().app.request(path)],
  ['control', (path: string) => openControl().control.request(path)],
  ['stream', () => openApp().app.request('/asyncapi.json')],
] as const) {
  test(`the document of the ${api} API accepts the same symbols, with portable patterns`, async () => {
    const { components } = JSON.parse(await (await request('/openapi.json')).text())
    const described = components.schemas.Symbol
    const validate = new Ajv2020({ strict: false }).compile(described)
    const likely = fc.stringMatching(/^[A-Z0-9]{0,13}([./-][A-Z0-9]{0,12})?$/)
    const digits = fc.stringMatching(/^[0-9]{1,12}([./-][0-9]{1,11})?$/)

    fc.assert(
      fc.property(fc.oneof(likely, digits, fc.string()), (symbol) => {
        assert.equal(validate(symbol), accepts(symbol), symbol)
      }),
    )
    // RE2 (Go) and Rust's regex (pydantic) have no lookaround.
    assert.doesNotMatch(JSON.stringify(described), /\(\?/)
  })
}
