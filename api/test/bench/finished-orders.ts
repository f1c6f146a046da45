import type { Chance, OrderEvent } from '../../../engine/index.ts'

const symbols = ['EURUSD', 'GBPUSD', 'USDJPY', 'BTC/USD', 'BRK.B']

/** The symbol of a hundred orders, spread over the whole history. */
export const rareSymbol = 'RARE'
const rareOrders = 100

const orderIdOf = (chance: Chance, nth: number) =>
  chance.id('finished', String(nth)) as OrderEvent['orderId']

/** Long or short, a history takes the same time: then pages of both have equally distant times. */
const spanMs = 10_000_000

/** The log of a venue in which so many orders were placed and executed, one after the other. */
export function* finishedOrders(count: number, chance: Chance): Generator<OrderEvent> {
  const start = Date.UTC(2026, 0, 1)
  const rareEvery = Math.floor(count / rareOrders)
  const everyMs = spanMs / count
  for (let nth = 0; nth < count; nth++) {
    const orderId = orderIdOf(chance, nth)
    const symbol = (nth % rareEvery === 0 ? rareSymbol : symbols[nth % symbols.length]) as string
    const placedAt = start + Math.floor(everyMs * nth)
    const executionDueAt = placedAt + 5
    yield {
      type: 'OrderPlaced',
      orderId,
      ticket: { symbol, side: 'BUY', quantity: 1000 },
      plan: { does: 'execute', dueAt: executionDueAt },
      position: 2 * nth + 1,
      occurredAt: placedAt,
    }
    yield {
      type: 'OrderExecuted',
      orderId,
      position: 2 * nth + 2,
      occurredAt: executionDueAt,
    }
  }
}

/** The ids of some of these orders, evenly spread over all of them. */
export const orderIdsOf = (finished: number, chance: Chance, count: number): string[] =>
  Array.from({ length: count }, (_, nth) => orderIdOf(chance, Math.floor((nth * finished) / count)))
