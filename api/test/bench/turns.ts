import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Turn } from './comparison.ts'

/** Milliseconds on the machine's monotonic clock, which all its processes share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** How often something is done during a turn. */
export interface Pace extends Turn {
  /** 0: once each round of the event loop, as fast as can be while everything else has its chance. */
  readonly everyMs: number
}

/** Counts from 0 at a pace, without drifting, and at least to 0. */
export async function* turns({ forMs, everyMs, atMost }: Pace): AsyncGenerator<number> {
  const start = now()
  for (let nth = 0; nth === 0 || (nth < atMost && now() < start + forMs); nth++) {
    if (everyMs === 0) await nextTurn()
    else await sleep(Math.max(0, start + nth * everyMs - now()))
    yield nth
  }
}
