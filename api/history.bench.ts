import { startChild } from './bench/child.ts'
import { type Comparison, compare, type Figures } from './bench/comparison.ts'
import { rareSymbol } from './bench/finished-orders.ts'
import type { GrowthAnswers } from './bench/growth.ts'
import { cancels, placements, reads } from './bench/http-load.ts'
import { httpRound } from './bench/http-round.ts'
import type { Measuring } from './bench/measuring.ts'
import { type PapertapeServer, startPapertape } from './bench/servers.ts'

/** Enough to fill a page, and as good as none. */
const shortHistory = 1000

/** The same requests to a venue with a long history and to one with next to none. */
export async function measureHistory(measuring: Measuring): Promise<Comparison[]> {
  const { longHistory, profileFolder, onStep } = measuring
  const long = startPapertape({ finished: longHistory }, profileFolder)
  const short = startPapertape({ finished: shortHistory }, profileFolder)
  const orders = longHistory.toLocaleString('en')

  async function beside(
    request: string,
    round: (papertape: PapertapeServer, forMs: number) => Promise<Figures>,
  ): Promise<Comparison> {
    const name = `${request}, ${orders} orders in the log`
    onStep(name)
    return compare(name, 0.9, measuring, {
      subject: (forMs) => round(long, forMs),
      baseline: (forMs) => round(short, forMs),
    })
  }

  const comparisons = [
    await beside('POST', (papertape, forMs) => httpRound(papertape, placements, forMs)),
    await beside('GET one', async (papertape, forMs) => {
      const orderIds = await papertape.ask('orderIds', 1000)
      return httpRound(papertape, reads(orderIds.map((id) => `/orders/${id}`)), forMs)
    }),
    await beside('GET 100', (papertape, forMs) =>
      httpRound(papertape, reads(['/orders?limit=100']), forMs),
    ),
    await beside('GET 100 by symbol and status', (papertape, forMs) =>
      httpRound(papertape, reads([`/orders?symbol=${rareSymbol}&orderStatus=EXECUTED`]), forMs),
    ),
    await beside('DELETE', async (papertape, forMs) => {
      await papertape.ask('delayExecution', { minMs: 600_000, maxMs: 600_000 })
      const orderIds = await papertape.ask('place', forMs * 4)
      return httpRound(papertape, cancels(orderIds), Number.POSITIVE_INFINITY)
    }),
  ]
  await Promise.all([long.stop(), short.stop()])
  return comparisons
}

/** What a finished order keeps of the heap. */
export interface Growth {
  readonly name: string
  readonly bytesPerOrder: number
  readonly targetBytes: number
}

/** Measures how much of the heap finished orders keep. */
export async function measureGrowth({ longHistory, onStep }: Measuring): Promise<Growth[]> {
  const growth: Growth[] = []
  for (const named of [false, true]) {
    const name = `finished order ${named ? 'with' : 'without'} clientOrderId`
    onStep(name)
    const child = startChild<GrowthAnswers>('./growth.ts')
    const bytesPerOrder = await child.ask('bytesPerOrder', { count: longHistory / 5, named })
    growth.push({ name, bytesPerOrder, targetBytes: 700 })
    await child.stop()
  }
  return growth
}
