/** How much memory finished orders keep. */
import { createChance, createVenue, createVirtualClock } from '../../../engine/index.ts'
import { Ticket } from '../../contract/orders.ts'
import { answer } from './child.ts'

const clock = createVirtualClock()
const executionDelay = { minMs: 1500, maxMs: 3000 }
const venue = createVenue({ clock, chance: createChance('bench'), executionDelay })

async function finish(count: number, ticketOf: (nth: number) => object): Promise<void> {
  for (let nth = 0; nth < count; nth++) {
    await venue.place(Ticket.parse(JSON.parse(JSON.stringify(ticketOf(nth)))))
    clock.advance(1)
  }
  clock.advance(executionDelay.maxMs)
}

async function heapBytes(): Promise<number> {
  await global.gc?.({ type: 'major', execution: 'async' })
  return process.memoryUsage().heapUsed
}

const answers = {
  async bytesPerOrder({ count, named }: { count: number; named: boolean }) {
    const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }
    const ticketOf = (nth: number) =>
      named ? { ...ticket, clientOrderId: `alice-${nth}` } : ticket
    await finish(1, ticketOf)
    const before = await heapBytes()
    await finish(count, (nth) => ticketOf(nth + 1))
    return ((await heapBytes()) - before) / count
  },
}
export type GrowthAnswers = typeof answers

answer(answers)
