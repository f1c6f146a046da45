import { setTimeout as sleep } from 'node:timers/promises'
import { median } from 'simple-statistics'
import { openSocket } from './client-socket.ts'
import type { Measuring } from './measuring.ts'
import type { Quantity } from './quantity.ts'
import { startPapertape } from './servers.ts'
import { now } from './turns.ts'

/** How often the whole history is read at full speed. */
const replays = 5

/** How long the slow client rests after each piece that it reads, at most 64 KiB. */
const restMs = 2

/** A long history, replayed to one client: how fast, and in how much memory when the client is slow. */
export async function measureReplay(measuring: Measuring): Promise<Quantity[]> {
  const { longHistory, profileFolder, onStep } = measuring
  const papertape = startPapertape({ finished: longHistory / 2 }, profileFolder)
  const url = await papertape.ask('url')
  const events = `${longHistory.toLocaleString('en')} events`

  // First, while the process is as small as the history lets it be.
  const slow = `growth of memory while ${events} are replayed to a slow client`
  onStep(slow)
  await papertape.ask('watchMemory')
  await replay(url, longHistory, restMs)
  const growthBytes = await papertape.ask('memoryGrowth')

  const fast = `replay of ${events} to one client`
  onStep(fast)
  const rates: number[] = []
  for (let nth = 0; nth < replays; nth++) {
    const begin = now()
    await replay(url, longHistory)
    rates.push((longHistory / (now() - begin)) * 1000)
  }
  await papertape.stop()
  return [
    { name: slow, value: growthBytes / 2 ** 20, unit: 'MiB', bound: 'at most', target: 64 },
    { name: fast, value: median(rates), unit: 'events/s', bound: 'at least', target: 200_000 },
  ]
}

/** Reads a history from its beginning to its end; rejects when anything is not in its place. */
async function replay(url: string, length: number, restMs = 0): Promise<void> {
  const end = Promise.withResolvers<void>()
  let position = 0
  const socket = await openSocket(url, '/ws?from=0', {
    onOrder(next) {
      if (next !== ++position) end.reject(new Error(`Message ${next} came as number ${position}.`))
    },
    onOther: (text) =>
      position === length ? end.resolve() : end.reject(new Error(`${text} came after ${position}`)),
    onFailure: end.reject,
  })
  if (restMs > 0) {
    socket.on('data', async () => {
      socket.pause()
      await sleep(restMs)
      socket.resume()
    })
  }
  await end.promise
  socket.destroy()
}
