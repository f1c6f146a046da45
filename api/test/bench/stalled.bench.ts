import { median } from 'simple-statistics'
import { openSocket } from './client-socket.ts'
import { percentiles } from './comparison.ts'
import { deliver } from './fan-out.ts'
import { openListeners } from './listeners.ts'
import type { Measuring } from './measuring.ts'
import type { Quantity } from './quantity.ts'
import { startPapertape } from './servers.ts'

const size = 1000

/** So much happens first that the system's buffers are full of it for one who reads nothing. */
const ordersBefore = 25_000

/** So slowly that no message has to wait for the one before. */
const pace = { forMs: 1000, everyMs: 100, atMost: 10 }

/** How much later 1,000 clients hear when another one is stalled, at the 99th percentile. */
export async function measureStalled(measuring: Measuring): Promise<Quantity[]> {
  const name = `p99 of ${size.toLocaleString('en')} clients beside a stalled one, to p99 without it`
  measuring.onStep(name)
  const beside = await openCrowd(measuring, true)
  const alone = await openCrowd(measuring, false)
  // Once for V8 to have compiled all of it.
  await beside.p99Ms()
  await alone.p99Ms()

  const ratios: number[] = []
  for (let round = 0; round < measuring.rounds; round++) {
    const early = round % 2 ? await alone.p99Ms() : undefined
    const p99Ms = await beside.p99Ms()
    ratios.push(p99Ms / (early ?? (await alone.p99Ms())))
  }
  await Promise.all([beside.close(), alone.close()])
  return [{ name, value: median(ratios), unit: 'times', bound: 'at most', target: 1.2 }]
}

/** A server with many clients, and perhaps one more that reads nothing. */
async function openCrowd({ profileFolder }: Measuring, isOneStalled: boolean) {
  const server = startPapertape({ finished: 0, recording: true, patient: true }, profileFolder)
  const url = await server.ask('url')
  const stalled = isOneStalled ? await openStalled(url) : undefined
  await server.ask('delayExecution', { minMs: 1, maxMs: 20 })
  await server.ask('place', ordersBefore)
  await server.ask('settled')
  const listeners = await openListeners(url, size)
  const connected = await server.ask('listeners')

  return {
    async p99Ms(): Promise<number> {
      const { delaysMs } = await deliver(server, listeners, () => server.ask('stream', pace))
      return percentiles(delaysMs).p99Ms
    },
    async close() {
      if ((await server.ask('listeners')) !== connected) throw new Error('Somebody was sent away.')
      stalled?.destroy()
      listeners.close()
      await server.stop()
    },
  }
}

async function openStalled(url: string) {
  const socket = await openSocket(url, '/ws', { onOrder() {}, onFailure() {} })
  return socket.pause()
}
