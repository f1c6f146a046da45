import type { Chance, OrderEvent } from '../../../engine/index.ts'

const symbols = ['EURUSD', 'GBPUSD', 'USDJPY', 'BTC/USD', 'BRK.B']

/** The symbol of 100 orders, evenly spread over the history. */
export const rareSymbol = 'RARE'
const rareOrders = 100

/** All histories span the same time, so orders on a page are equally far apart. */
const spanMs = 10_000_000

// The engine brands the ids that it draws; these come from the same function.
const orderIdOf = (chance: Chance, nth: number) =>
  chance.id('finished', String(nth)) as OrderEvent['orderId']

/** The log of a venue in which orders were placed and executed, one after the other. */
export function* finishedOrders(count: number, chance: Chance): Generator<OrderEvent> {
  const start = Date.UTC(2026, 0, 1)
  const rareEvery = Math.floor(count / rareOrders)
  for (let nth = 0; nth < count; nth++) {
    const orderId = orderIdOf(chance, nth)
    const symbol = nth % rareEvery === 0 ? rareSymbol : `${symbols[nth % symbols.length]}`
    const placedAt = start + Math.floor((spanMs / count) * nth)
    const executionDueAt = placedAt + 5
    const position = 2 * nth + 1
    const ticket = { symbol, side: 'BUY', quantity: 1000 } as const
    yield {
      type: 'OrderPlaced',
      orderId,
      ticket,
      plan: { does: 'execute', dueAt: executionDueAt },
      position,
      occurredAt: placedAt,
    }
    yield {
      type: 'OrderExecuted',
      orderId,
      position: position + 1,
      occurredAt: executionDueAt,
    }
  }
}

/** Ids of these orders, evenly spread over the history. */
export const orderIdsOf = (finished: number, chance: Chance, count: number): string[] =>
  Array.from({ length: count }, (_, nth) => orderIdOf(chance, Math.floor((nth * finished) / count)))
