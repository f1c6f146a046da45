import { median } from 'simple-statistics'
import { startChild } from './child.ts'
import type { Effort } from './comparison.ts'
import { openListeners } from './listeners.ts'
import type { Papertape } from './papertape-server.ts'
import type { Quantity } from './report.ts'
import { now } from './turns.ts'

const replays = 5

/** A slow client reads and pauses alternately for this long. */
const pauseMs = 2

/** Measures the replay of a long history to one client: its speed, and its memory for a slow client. */
export async function measureReplay({ longHistory, onStep }: Effort): Promise<Quantity[]> {
  const papertape = startChild<Papertape>('./papertape-server.ts', { finished: longHistory / 2 })
  const url = await papertape.ask('url')
  const events = `${longHistory.toLocaleString('en')} events`

  async function replay(isSlow: boolean): Promise<number> {
    const start = now()
    const listeners = await openListeners(url, 1, '?from=0')
    const [socket] = listeners.sockets
    const pausing = setInterval(() => {
      if (isSlow) socket?.[socket.isPaused ? 'resume' : 'pause']()
    }, pauseMs)
    await listeners.received(longHistory)
    clearInterval(pausing)
    listeners.close()
    return (longHistory / (now() - start)) * 1000
  }

  const slow = `growth of memory while ${events} are replayed to a slow client`
  onStep(slow)
  await papertape.ask('watchMemory')
  await replay(true)
  const growthBytes = await papertape.ask('memoryGrowth')

  const fast = `replay of ${events} to one client`
  onStep(fast)
  const rates: number[] = []
  for (let nth = 0; nth < replays; nth++) rates.push(await replay(false))
  await papertape.stop()
  return [
    { name: slow, value: growthBytes / 2 ** 20, unit: 'MiB', bound: 'at most', target: 64 },
    { name: fast, value: median(rates), unit: 'events/s', bound: 'at least', target: 200_000 },
  ]
}
