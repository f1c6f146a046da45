import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { later } from '../../engine/index.ts'
import { logIdExample } from '../contract/orders.ts'
import { Position, position } from '../contract/queries.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { logChanged, parseOptionalHeader } from './validation.ts'

const name = 'Min-Log-Position'
const logName = 'Log-Id'

/** How long a read waits for the log to reach the position, on the venue's clock. */
const patienceMs = 2000

/** When to try again, in seconds. */
const retryAfterS = 1

/** The headers that let a client read its own writes, or those of another client. */
export const minLogPositionHeaders = {
  [name]: position(
    `Reply only from a state that includes this position, such as the \`Log-Position\` of an earlier reply or the \`position\` of a message. The read waits up to ${patienceMs} ms for the log to reach it, then fails with \`BEHIND\`.`,
  )
    .optional()
    .openapi({ example: 42 }),
  [logName]: z
    .string()
    .optional()
    .openapi({
      description: `The log that \`${name}\` refers to: the \`Log-Id\` of an earlier reply. If the venue has a different log now, the read is refused with \`LOG_CHANGED\` at once, because it would wait for a position that has no meaning.`,
      example: logIdExample,
    }),
}

/** Delays a read until the log has reached the client's position. */
export const minLogPosition: MiddlewareHandler<ApiEnv> = (c, next) => {
  const wanted = parseOptionalHeader(c, name, Position)
  if (wanted instanceof Response) return Promise.resolve(wanted)
  const changed = logChanged(c.get('hosted').venue, c.req.header(logName))
  if (changed) return Promise.resolve(problem(c, 'LOG_CHANGED', changed))
  return wanted === undefined ? next() : waitForLog(c, next, wanted)
}

async function waitForLog(c: Context<ApiEnv>, next: Next, wanted: number) {
  const { venue } = c.get('hosted')
  if (venue.durableEnd >= wanted) return next()
  const { signal } = c.req.raw
  const until = later(venue.clock.now(), patienceMs)
  const isReached = await c
    .get('inFlight')
    .pause<boolean>((resume) => venue.waitForPosition(wanted, until, resume, signal), until)
  // A failed commit may have replaced the venue meanwhile.
  const { durableEnd } = c.get('hosted').venue
  if (isReached || durableEnd >= wanted) return next()
  const detail = `The log ends at position ${durableEnd}, before ${wanted}.`
  return problem(c, 'BEHIND', detail, undefined, { 'Retry-After': `${retryAfterS}` })
}
