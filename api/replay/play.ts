import {
  createRealClock,
  createVirtualClock,
  type Instant,
  type LogDigest,
  type VirtualClock,
} from '../../engine/index.ts'
import type { Problem } from '../contract/orders.ts'
import { createControlApp } from '../control/control-app.ts'
import { stepsOf } from '../control/recording.ts'
import type { RecordedStep, Recording } from '../control/recording-contract.ts'
import type { OnBug } from '../http/base-app.ts'
import { createOrigins } from '../http/origins.ts'
import { createPlatform } from '../platform.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import { UnplayableError } from './read-recording.ts'

/** What came of playing a recording. */
export interface Played {
  /** What the log tells now. */
  readonly digest: LogDigest
  /** The first request that was answered otherwise; undefined where there is none. */
  readonly divergence: Divergence | undefined
}

/** Where two runs part. */
export interface Divergence {
  /** Which request it was: 1, 2, 3, … */
  readonly nth: number
  readonly method: string
  readonly target: string
  /** Undefined where it was not answered. */
  readonly recorded: number | undefined
  readonly played: number | undefined
}

/** The name of the venue that a recording is played into. */
const name = 'replay'

const none = { minMs: 0, maxMs: 0 }

const onBug: OnBug = (bug) => {
  throw bug
}

/** Opens a fresh venue like the recorded one, with its time held, and says how to ask something of it. */
async function openLike({ seed, latencyMs, executionDelayMs, since }: Recording) {
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

  /** Throws where that is refused. */
  async function act(method: string, target: string, body?: Buffer): Promise<void> {
    const headers = body === undefined ? {} : jsonType
    const answer = await control.request(target, asked(method, headers, body))
    if (answer.ok) return
    const { detail } = (await answer.json()) as Problem
    throw new UnplayableError(
      `${method} ${target} is refused, which it was not when it was recorded: ${detail}`,
    )
  }

  const clock = { mode: 'held', startsAt: since }
  const draft = { name, seed, latencyMs, executionDelayMs, clock }
  await act('POST', '/venues', Buffer.from(JSON.stringify(draft)))
  const hosted = venues.find(name) as HostedVenue
  const settled = () => hosted.requests.settled()
  const time = hosted.time.clock as VirtualClock
  return {
    hosted,
    passTo: (instant: Instant) => time.advanceTo(instant, settled),
    isAhead: (instant: Instant) => instant > time.now(),
    /** Has something done, and goes on when whoever that let go on can get no further. */
    async control({ method, target, ...step }: StepBy<'control'>) {
      await act(method, `/venues/${name}${target}`, bytesIn(step))
      await settled()
    },
    /** Sends what a client sent, and goes on when that can get no further before time does. */
    client({ method, target, headers, ...step }: StepBy<'client'>) {
      // It may wait for ever.
      void app.request(target, asked(method, { ...headers, venue: name }, bytesIn(step)))
      return settled()
    },
  }
}

type StepBy<B extends RecordedStep['by']> = Extract<RecordedStep, { by: B }>

/**
 * Plays a recording into a fresh venue whose time is held: each step at its time, once everything
 * that was due before has happened. `onStep` hears of each before it is done. Throws an
 * UnplayableError where an act of control is refused that was not.
 */
export async function play(
  recording: Recording,
  onStep: (step: RecordedStep, nth: number) => void = () => {},
): Promise<Played> {
  const { steps, until } = recording
  const { hosted, passTo, isAhead, control, client } = await openLike(recording)
  for (const [nth, step] of steps.entries()) {
    onStep(step, nth)
    const at = Date.parse(step.at)
    // What is due at this very time waits until time is moved, as it did.
    if (isAhead(at) || step.by === 'clock') await passTo(at)
    if (step.by === 'control') await control(step)
    if (step.by === 'client') await client(step)
  }
  if (isAhead(Date.parse(until))) await passTo(Date.parse(until))
  const played = [...(hosted.journal?.after(0) ?? [])].flatMap(stepsOf)
  return { digest: await hosted.venue.digest(), divergence: firstDivergence(steps, played) }
}

/** The body of a step as it was sent. */
const bytesIn = ({ body, bodyEncoding }: Pick<StepBy<'client'>, 'body' | 'bodyEncoding'>) =>
  body === undefined ? undefined : Buffer.from(body, bodyEncoding)

const jsonType = { 'content-type': 'application/json' }

/** A body that was too long to be kept is announced as it was: that is all that its refusal rests on. */
function asked(method: string, headers: Record<string, string>, body?: Buffer): RequestInit {
  const own = Object.entries(headers).filter(([header]) => !ofConnection.has(header))
  const length = body === undefined ? {} : { 'content-length': `${body.length}` }
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
  return { method, headers: { ...Object.fromEntries(own), ...length }, ...(hasBody && { body }) }
}

/** What was said of the connection and not of the request. */
const ofConnection = new Set(['connection', 'host', 'transfer-encoding'])

function firstDivergence(
  recorded: readonly RecordedStep[],
  played: readonly RecordedStep[],
): Divergence | undefined {
  const [before, now] = [recorded, played].map((steps) =>
    steps.filter((step) => step.by === 'client'),
  )
  const index = before?.findIndex(({ status }, nth) => status !== now?.[nth]?.status) ?? -1
  const step = before?.[index]
  if (!step) return undefined
  const { method, target, status } = step
  return { nth: index + 1, method, target, recorded: status, played: now?.[index]?.status }
}
