import { type Comparison, compare, type Turn } from './comparison.ts'
import { type Deliveries, deliver, fanOutFigures } from './fan-out.ts'
import { openListeners } from './listeners.ts'
import type { Measuring } from './measuring.ts'
import { startBare, startPapertape } from './servers.ts'
import type { Pace } from './turns.ts'

/** Every change to many WebSocket clients, beside a broadcast of the same bytes with `ws` alone. */
export async function measureStream(measuring: Measuring): Promise<Comparison[]> {
  return [await measureFanOut(100, measuring), await measureFanOut(1000, measuring)]
}

/** The messages that were sent together, in order. */
type Batches = string[][]

/** As fast as can be, yet no more than a client may leave unread. */
const flatOutPace = ({ forMs }: Turn): Pace => ({ forMs, everyMs: 0, atMost: 1500 })

/** So slowly that no message has to wait for the one before. */
const unhurriedPace = (size: number, { forMs }: Turn): Pace => ({
  forMs,
  everyMs: size / 5,
  atMost: 20,
})

async function measureFanOut(size: number, measuring: Measuring): Promise<Comparison> {
  const { profileFolder, onStep } = measuring
  const name = `changes to ${size.toLocaleString('en')} WebSocket clients`
  onStep(name)
  const papertape = startPapertape({ finished: 0, recording: true }, profileFolder)
  const bare = startBare(profileFolder)
  const toPapertape = await openListeners(await papertape.ask('url'), size)
  const toBare = await openListeners(await bare.ask('url'), size)
  await papertape.ask('delayExecution', { minMs: 1, maxMs: 20 })

  /** What papertape sent last, as fast as it could and without haste. */
  let [flatOut, unhurried]: Batches[] = []

  const papertapeSends = async (pace: Pace): Promise<[Deliveries, Batches]> => [
    await deliver(papertape, toPapertape, () => papertape.ask('stream', pace)),
    await papertape.ask('batches'),
  ]
  const bareSends = (batches: Batches = [], everyMs: number) =>
    deliver(bare, toBare, () => bare.ask('broadcast', { batches, everyMs }))

  const comparison = await compare(name, 0.8, measuring, {
    async subject(turn) {
      const [fast, fastBatches] = await papertapeSends(flatOutPace(turn))
      const [slow, slowBatches] = await papertapeSends(unhurriedPace(size, turn))
      flatOut = fastBatches
      unhurried = slowBatches
      return fanOutFigures(fast, slow)
    },
    async baseline(turn) {
      const fast = await bareSends(flatOut, 0)
      const slow = await bareSends(unhurried, unhurriedPace(size, turn).everyMs / 2)
      return fanOutFigures(fast, slow)
    },
  })
  toPapertape.close()
  toBare.close()
  await Promise.all([papertape.stop(), bare.stop()])
  return comparison
}
