import { type Comparison, compare } from './comparison.ts'
import { placements, reads, type Shots } from './http-load.ts'
import { httpRound } from './http-round.ts'
import type { Measuring } from './measuring.ts'
import { startBare, startPapertape } from './servers.ts'

/** The order endpoints without latency, beside bare routes of Hono with the same schemas. */
export async function measureRest(measuring: Measuring): Promise<Comparison[]> {
  const { profileFolder, onStep } = measuring
  const papertape = startPapertape({ finished: 1000 }, profileFolder)
  const bare = startBare(profileFolder)

  async function beside(name: string, shots: Shots, target?: number): Promise<Comparison> {
    onStep(name)
    return compare(name, target, measuring, {
      subject: (turn) => httpRound(papertape, shots, turn),
      baseline: (turn) => httpRound(bare, shots, turn),
    })
  }

  const orderIds = await papertape.ask('orderIds', 1000)
  const comparisons = [
    await beside('POST /orders', placements, 0.5),
    await beside('GET /orders/{orderId}', reads(orderIds.map((id) => `/orders/${id}`)), 0.8),
    await beside('GET /orders?limit=100', reads(['/orders?limit=100'])),
  ]
  await Promise.all([papertape.stop(), bare.stop()])
  return comparisons
}
