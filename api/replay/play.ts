import { createRealClock, createVirtualClock, type Instant } from '../../engine/index.ts'
import type { Problem } from '../contract/orders.ts'
import { createControlApp } from '../control/control-app.ts'
import { stepsOf } from '../control/recording.ts'
import type { RecordedStep, Recording } from '../control/recording-contract.ts'
import type { OnBug } from '../http/base-app.ts'
import { createOrigins } from '../http/origins.ts'
import { createPlatform } from '../platform.ts'
import { quiet } from '../venues/advance.ts'
import { UnplayableError } from './read-recording.ts'

/** The name of the venue of the replay. */
const name = 'replay'

const none = { minMs: 0, maxMs: 0 }

const onBug: OnBug = (bug) => {
  throw bug
}

/** Opens a venue as recorded, with a held clock. Returns functions that run steps in it. */
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
  const control = createControlApp({ venues, origins: createOrigins(), processClock, onBug })

  /** Sends a control request. Throws if it is refused. */
  async function act(method: string, target: string, body?: Buffer): Promise<void> {
    const headers = body === undefined ? {} : jsonType
    const answer = await control.request(target, requestOf(method, headers, body))
    if (answer.ok) return
    const { detail } = (await answer.json()) as Problem
    throw new UnplayableError(
      `${method} ${target} was refused, although it succeeded when it was recorded: ${detail}`,
    )
  }

  const clock = { mode: 'held', startsAt: since }
  const draft = { name, seed, latencyMs, executionDelayMs, clock }
  await act('POST', '/venues', Buffer.from(JSON.stringify(draft)))
  const hosted = venues.find(name)
  if (hosted?.time.mode !== 'held') throw new Error('The venue of the replay has no held clock.')
  const { time } = hosted
  const settled = () => quiet(hosted)
  return {
    hosted,
    passTo: (instant: Instant) => time.clock.advanceTo(instant, settled),
    isAhead: (instant: Instant) => instant > time.clock.now(),
    /** Runs a control request. Resolves once all requests it released wait for time or have finished. */
    async control({ method, target, ...step }: StepBy<'control'>) {
      await act(method, `/venues/${name}${target}`, bytesIn(step))
      await settled()
    },
    /** Sends a client's request. Resolves once it waits for time or has finished. */
    client({ method, target, headers, ...step }: StepBy<'client'>) {
      // Not awaited, as it may wait for time.
      void app.request(target, requestOf(method, { ...headers, venue: name }, bytesIn(step)))
      return settled()
    },
  }
}

type StepBy<B extends RecordedStep['by']> = Extract<RecordedStep, { by: B }>

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
  const { hosted, passTo, isAhead, control, client } = await openVenueLike(recording)
  for (const [nth, step] of steps.entries()) {
    onStep(step, nth)
    const at = Date.parse(step.at)
    // Events due at exactly this time happen only at the next clock step, as in the recorded run.
    if (isAhead(at) || step.by === 'clock') await passTo(at)
    if (step.by === 'control') await control(step)
    if (step.by === 'client') await client(step)
  }
  if (isAhead(Date.parse(until))) await passTo(Date.parse(until))
  const played = [...(hosted.journal?.after(0) ?? [])].flatMap(stepsOf)
  return { digest: await hosted.venue.digest(), divergence: firstDivergence(steps, played) }
}

/** The bytes of a step's body. */
const bytesIn = ({ body, bodyEncoding }: Pick<StepBy<'client'>, 'body' | 'bodyEncoding'>) =>
  body === undefined ? undefined : Buffer.from(body, bodyEncoding)

const jsonType = { 'content-type': 'application/json' }

/** Keeps Content-Length for an unrecorded body, so that it is refused again. */
function requestOf(method: string, headers: Record<string, string>, body?: Buffer): RequestInit {
  const own = Object.entries(headers).filter(([header]) => !connectionHeaders.has(header))
  const length = body === undefined ? {} : { 'content-length': `${body.length}` }
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
  return { method, headers: { ...Object.fromEntries(own), ...length }, ...(hasBody && { body }) }
}

/** Header fields of the connection, not of the request. */
const connectionHeaders = new Set(['connection', 'host', 'transfer-encoding'])

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
