import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Instant, VirtualClock } from '../../engine/index.ts'
import type { Problem } from '../contract/orders.ts'
import type { ApiEnv } from '../http/reply.ts'
import { quiet } from '../venues/advance.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { RecordedStep } from './recording-contract.ts'

type StepBy<B extends RecordedStep['by']> = Extract<RecordedStep, { by: B }>

/** An app that answers requests without a connection. */
export type Api = Pick<OpenAPIHono<ApiEnv>, 'request'>

/** A control request that was accepted when it was recorded is refused. */
export class StepRefused extends Error {}

/**
 * Plays recorded steps in a venue with a held clock. Each step runs at its recorded time, after everything due
 * before it. Throws StepRefused.
 */
export function createStepPlayer(
  hosted: HostedVenue,
  clock: VirtualClock,
  { trading, control }: { readonly trading: Api; readonly control: Api },
) {
  const { name } = hosted
  const settled = () => quiet(hosted)
  const isAhead = (instant: Instant) => instant > clock.now()
  const passTo = (instant: Instant) => clock.advanceTo(instant, settled)

  /** Runs a control request. Resolves once all requests it released wait for time or have finished. */
  async function act({ method, target, ...step }: StepBy<'control'>): Promise<void> {
    const body = bytesIn(step)
    const headers = body === undefined ? {} : jsonType
    const path = `/venues/${name}${target}`
    const answer = await control.request(path, requestOf(method, headers, body))
    if (!answer.ok) {
      const { detail } = (await answer.json()) as Problem
      throw new StepRefused(
        `${method} ${target} was refused, although it succeeded when it was recorded: ${detail}`,
      )
    }
    await settled()
  }

  /** Runs a client's request. Resolves once it waits for time or has finished. */
  function send({ method, target, headers, ...step }: StepBy<'client'>) {
    // Not awaited, as it may wait for time.
    void trading.request(target, requestOf(method, { ...headers, venue: name }, bytesIn(step)))
    return settled()
  }

  return {
    /** Lets time pass up to an instant, unless it is past. */
    async passTo(instant: Instant): Promise<void> {
      if (isAhead(instant)) await passTo(instant)
    },
    async play(step: RecordedStep): Promise<void> {
      const at = Date.parse(step.at)
      // Events due at exactly this time happen only at the next clock step, as in the recorded run.
      if (isAhead(at) && step.by !== 'clock') await passTo(at)
      if (step.by === 'clock') await act(moveTo(step.at))
      if (step.by === 'control') await act(step)
      if (step.by === 'client') await send(step)
    },
  }
}

/** A clock step as the control request that repeats it. */
const moveTo = (at: string): StepBy<'control'> => ({
  by: 'control',
  at,
  method: 'POST',
  target: '/clock/advance',
  body: JSON.stringify({ to: at }),
})

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
