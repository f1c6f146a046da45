import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Ticket } from '../../api/contract/orders.ts'
import {
  differentTickets,
  goodTicket,
  hasMark,
  markOf,
  rawTicket,
  tradedSymbol,
  usualTicket,
} from './tickets.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickets-'))
const { DIALECT, PROFILE } = process.env
describe('A ticket', () => {
  before(() => {
    process.env.PROFILE = 'core'
  })
  after(() => {
    process.env.DIALECT = DIALECT ?? ''
    process.env.PROFILE = PROFILE ?? ''
    rmSync(folder, { recursive: true })
  })

  /** From now on the target trades these symbols; by default those of the core. */
  function trading(symbols?: readonly string[]): void {
    process.env.DIALECT = symbols ? join(folder, `${symbols.length}.json`) : ''
    if (symbols) writeFileSync(process.env.DIALECT, JSON.stringify({ symbols }))
  }

  describe('A symbol of the core', () => {
    const core = ['EURUSD', 'USDJPY', 'GBPUSD']

    it('is one that the target trades', () => {
      trading()
      assert.deepEqual([...core, 'BRK.B'].map(tradedSymbol), [...core, 'BRK.B'])
      trading(['BTC/USD', 'ETH/USD'])
      assert.deepEqual(core.map(tradedSymbol), ['BTC/USD', 'ETH/USD', 'BTC/USD'])
      assert.deepEqual({ ...usualTicket }, { symbol: 'BTC/USD', side: 'BUY', quantity: 1000 })
    })

    it('is in every ticket, and different tickets are in all of them, on both sides', () => {
      trading(['A', 'B', 'C'])
      assert.equal((JSON.parse(goodTicket()) as Ticket).symbol, 'A')
      const tickets = differentTickets(10).map((ticket) => JSON.parse(ticket) as Ticket)
      assert.equal(new Set(tickets.map(({ quantity }) => quantity)).size, 10)
      assert.equal(new Set(tickets.map(({ symbol, side }) => `${symbol} ${side}`)).size, 6)
    })
  })

  describe('The order of a ticket', () => {
    const orderOf = (ticket: string) => ({ orderId: '7', ...(JSON.parse(ticket) as Ticket) })

    it('is recognised by its quantity, and no other order is', () => {
      for (const [field, json] of [
        ['symbol', '""'],
        ['side', '"HOLD"'],
        ['symbol', undefined],
      ] as const) {
        const ticket = rawTicket(field, json)
        assert.ok(hasMark(orderOf(ticket), markOf(ticket)))
        assert.ok(!hasMark(orderOf(goodTicket()), markOf(ticket)))
      }
      const ticket = goodTicket()
      assert.ok(hasMark(orderOf(ticket), markOf(`{"ticket": ${ticket}`)))
    })

    for (const json of ['0', '-1000', '"plenty"', '""', 'null', '[1000]', '1000000000001']) {
      it(`is recognised by its quantity if that is the fault: ${json}`, () => {
        const ticket = rawTicket('quantity', json)
        assert.ok(hasMark(orderOf(ticket), markOf(ticket)))
        assert.ok(!hasMark(usualTicket, markOf(ticket)))
      })
    }
  })
})
