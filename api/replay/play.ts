import { createRealClock, createVirtualClock } from '../../engine/index.ts'
import type { Problem } from '../contract/orders.ts'
import { createControlApp } from '../control/control-app.ts'
import { stepsOf } from '../control/recording.ts'
import type { RecordedStep, Recording } from '../control/recording-contract.ts'
import { createStepPlayer, StepRefused } from '../control/step-player.ts'
import type { OnBug } from '../http/base-app.ts'
import { createOrigins } from '../http/origins.ts'
import { createPlatform } from '../platform.ts'
import { UnplayableError } from './read-recording.ts'

/** The name of the venue of the replay. */
const name = 'replay'

const none = { minMs: 0, maxMs: 0 }

const onBug: OnBug = (bug) => {
  throw bug
}

/** Opens a venue as recorded, with a held clock. */
async function openVenueLike({ seed, latencyMs, executionDelayMs, since }: Recording) {
  const { app, venues } = createPlatform({
    time: { mode: 'held', clock: createVirtualClock() },
    seed: '',
    latency: none,
    executionDelay: none,
    outcomeHeaders: true,
    onBug,
  })
  const processClock = createRealClock()
  const origins = createOrigins()
  const control = createControlApp({ venues, origins, trading: app, processClock, onBug })
  const clock = { mode: 'held', startsAt: since }
  const answer = await control.request('/venues', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, seed, latencyMs, executionDelayMs, clock }),
  })
  if (!answer.ok) throw new UnplayableError(((await answer.json()) as Problem).detail)
  const hosted = venues.find(name)
  if (hosted?.time.mode !== 'held') throw new Error('The venue of the replay has no held clock.')
  return {
    hosted,
    player: createStepPlayer(hosted, hosted.time.clock, { trading: app, control }),
  }
}

/**
 * Replays a recording into a new venue with a held clock. Each step runs at its recorded time, after
 * everything due before it. `onStep` is called before each step. Returns the digests of the replayed log
 * and the first request with another status than recorded, if any. Throws an UnplayableError if a control
 * request is refused that succeeded when it was recorded.
 */
export async function play(
  recording: Recording,
  onStep: (step: RecordedStep, nth: number) => void = () => {},
) {
  const { steps, until } = recording
  const { hosted, player } = await openVenueLike(recording)
  for (const [nth, step] of steps.entries()) {
    onStep(step, nth)
    await player.play(step).catch(failToPlay)
  }
  await player.passTo(Date.parse(until))
  const played = [...(hosted.journal?.after(0) ?? [])].flatMap(stepsOf)
  return { digest: await hosted.venue.digest(), divergence: firstDivergence(steps, played) }
}

function failToPlay(error: Error): never {
  throw error instanceof StepRefused ? new UnplayableError(error.message) : error
}

/** The result of a replay. */
export type Played = Awaited<ReturnType<typeof play>>

/** The first request with another status: its number (1, 2, 3, …), and both statuses. */
function firstDivergence(recorded: readonly RecordedStep[], played: readonly RecordedStep[]) {
  const requests = recorded.filter((step) => step.by === 'client')
  const replayed = played.filter((step) => step.by === 'client')
  const index = requests.findIndex(({ status }, nth) => status !== replayed[nth]?.status)
  const request = requests[index]
  if (!request) return undefined
  const { method, target, status } = request
  return { nth: index + 1, method, target, recorded: status, played: replayed[index]?.status }
}
