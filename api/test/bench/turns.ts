import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Limit } from './comparison.ts'

/** Milliseconds on the machine's monotonic clock, which all its processes share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** The times at which something is repeated. */
export interface Pace extends Limit {
  /** The interval; 0: once in each turn of the event loop. */
  readonly everyMs: number
}

/** Counts from 0 at a pace, without drift. Yields at least once. */
export async function* turns({ forMs, everyMs, atMost }: Pace): AsyncGenerator<number> {
  const start = now()
  for (let nth = 0; nth === 0 || (nth < atMost && now() < start + forMs); nth++) {
    if (everyMs === 0) await nextTurn()
    else await sleep(Math.max(0, start + nth * everyMs - now()))
    yield nth
  }
}
