import { type Child, startChild } from './child.ts'
import { type Comparison, compare, type Effort, type Figures, type Limit } from './comparison.ts'
import { rareSymbol } from './finished-orders.ts'
import { cancels, httpRound, placements, reads } from './http-load.ts'
import type { Papertape } from './papertape-server.ts'
import type { Quantity } from './report.ts'

/** Enough to fill a page. */
const shortHistory = 1000

/** A turn's worth of cancellations. */
const cancelledPerMs = 7

const unlimited: Limit = { forMs: Number.POSITIVE_INFINITY, atMost: Number.POSITIVE_INFINITY }

/** Compares a venue with a long history with one that has a short history. */
export async function measureHistory(effort: Effort): Promise<[Comparison[], Quantity[]]> {
  const { longHistory, onStep } = effort
  const long = startChild<Papertape>('./papertape-server.ts', { finished: longHistory })
  const short = startChild<Papertape>('./papertape-server.ts', { finished: shortHistory })
  const orders = longHistory.toLocaleString('en')
  const measure = (
    request: string,
    round: (papertape: Child<Papertape>, limit: Limit) => Promise<Figures>,
  ) =>
    compare(`${request}, ${orders} orders in the log`, 0.8, effort, {
      subject: (limit) => round(long, limit),
      baseline: (limit) => round(short, limit),
    })

  const memory = 'memory of a finished order'
  onStep(memory)
  const usedBytes = (await long.ask('usedBytes')) - (await short.ask('usedBytes'))
  const quantity: Quantity = {
    name: memory,
    value: usedBytes / (longHistory - shortHistory),
    unit: 'bytes',
    bound: 'at most',
    target: 700,
  }

  const comparisons = [
    await measure('POST', (papertape, limit) => httpRound(papertape, placements, limit)),
    await measure('GET one', async (papertape, limit) => {
      const orderIds = await papertape.ask('orderIds', 1000)
      return httpRound(papertape, reads(orderIds.map((id) => `/orders/${id}`)), limit)
    }),
    await measure('GET 100', (papertape, limit) =>
      httpRound(papertape, reads(['/orders?limit=100']), limit),
    ),
    await measure('GET 100 by symbol and status', (papertape, limit) =>
      httpRound(papertape, reads([`/orders?symbol=${rareSymbol}&orderStatus=EXECUTED`]), limit),
    ),
    await measure('DELETE', async (papertape, { forMs, atMost }) => {
      await papertape.ask('delayExecution', { minMs: 600_000, maxMs: 600_000 })
      const orderIds = await papertape.ask('place', Math.min(forMs * cancelledPerMs, atMost))
      return httpRound(papertape, cancels(orderIds), unlimited)
    }),
  ]
  await Promise.all([long.stop(), short.stop()])
  return [comparisons, [quantity]]
}
