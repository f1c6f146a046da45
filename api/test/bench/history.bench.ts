import { startChild } from './child.ts'
import { type Comparison, compare, type Figures, type Turn } from './comparison.ts'
import { rareSymbol } from './finished-orders.ts'
import type { GrowthAnswers } from './growth.ts'
import { cancels, placements, reads } from './http-load.ts'
import { httpRound } from './http-round.ts'
import type { Measuring } from './measuring.ts'
import type { Quantity } from './quantity.ts'
import { type PapertapeServer, startPapertape } from './servers.ts'

/** Enough to fill a page, and as good as none. */
const shortHistory = 1000

/** About as many as take the time of a turn. */
const cancelledPerMs = 7

/** Until there is no request left. */
const untilDone: Turn = { forMs: Number.POSITIVE_INFINITY, atMost: Number.POSITIVE_INFINITY }

/** The same requests to a venue with a long history and to one with next to none. */
export async function measureHistory(measuring: Measuring): Promise<Comparison[]> {
  const { longHistory, profileFolder, onStep } = measuring
  const long = startPapertape({ finished: longHistory }, profileFolder)
  const short = startPapertape({ finished: shortHistory }, profileFolder)
  const orders = longHistory.toLocaleString('en')

  async function beside(
    request: string,
    round: (papertape: PapertapeServer, turn: Turn) => Promise<Figures>,
  ): Promise<Comparison> {
    const name = `${request}, ${orders} orders in the log`
    onStep(name)
    return compare(name, 0.8, measuring, {
      subject: (turn) => round(long, turn),
      baseline: (turn) => round(short, turn),
    })
  }

  const comparisons = [
    await beside('POST', (papertape, turn) => httpRound(papertape, placements, turn)),
    await beside('GET one', async (papertape, turn) => {
      const orderIds = await papertape.ask('orderIds', 1000)
      return httpRound(papertape, reads(orderIds.map((id) => `/orders/${id}`)), turn)
    }),
    await beside('GET 100', (papertape, turn) =>
      httpRound(papertape, reads(['/orders?limit=100']), turn),
    ),
    await beside('GET 100 by symbol and status', (papertape, turn) =>
      httpRound(papertape, reads([`/orders?symbol=${rareSymbol}&orderStatus=EXECUTED`]), turn),
    ),
    await beside('DELETE', async (papertape, { forMs, atMost }) => {
      await papertape.ask('delayExecution', { minMs: 600_000, maxMs: 600_000 })
      const orderIds = await papertape.ask('place', Math.min(forMs * cancelledPerMs, atMost))
      return httpRound(papertape, cancels(orderIds), untilDone)
    }),
  ]
  await Promise.all([long.stop(), short.stop()])
  return comparisons
}

/** Measures how much of the heap finished orders keep. */
export async function measureGrowth({ longHistory, onStep }: Measuring): Promise<Quantity[]> {
  const growth: Quantity[] = []
  for (const named of [false, true]) {
    const name = `finished order ${named ? 'with' : 'without'} clientOrderId`
    onStep(name)
    const child = startChild<GrowthAnswers>('./growth.ts')
    const value = await child.ask('bytesPerOrder', { count: longHistory / 5, named })
    growth.push({ name, value, unit: 'bytes each', bound: 'at most', target: 700 })
    await child.stop()
  }
  return growth
}
