import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { times } from '../../times.ts'
import type { OrderTimes } from '../measures.ts'

/** Numbers from 0 to 1, every one as likely; the same seed gives the same. */
export function evenDraws(seed: number): () => number {
  const random = xoroshiro128plus(seed)
  return () => (random.next() >>> 0) / 2 ** 32
}

/** A burst as a venue might show it that keeps its promises; `slowerMs` is added to each execution. */
export function burstOf(count: number, seed: number, slowerMs = 0): OrderTimes[] {
  const draw = evenDraws(seed)
  return times(count, (index) => {
    const sentAtMs = index / 2
    const disclosedWaitMs = Math.round(100 + 900 * draw())
    const confirmedAtMs = sentAtMs + disclosedWaitMs + 2 + 8 * draw()
    return {
      sentAtMs,
      confirmedAtMs,
      announcedAtMs: confirmedAtMs - 2 + 3 * draw(),
      executedAtMs: confirmedAtMs + 1500 + 1500 * draw() + slowerMs,
      disclosedWaitMs,
    }
  })
}
