import type { Context } from 'hono'
import type { Venue } from '../../engine/index.ts'
import type { Fault } from '../http/fault.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { beyondTheEnd, refuseInvalid } from '../http/validation.ts'
import { StreamQuery } from '../stream-contract.ts'
import type { Interest } from './interest.ts'
import { LastEventId } from './last-event-id.ts'
import { createOrderFilter } from './order-filter.ts'

/** Why a subscription cannot be had. */
type NoInterest =
  | { readonly refused: 'INVALID_REQUEST'; readonly faults: readonly Fault[] }
  | { readonly refused: 'LOG_CHANGED'; readonly detail: string }

const lastEventIdHeader = 'Last-Event-ID'

/** Made once and not for each request: zod-to-openapi keeps all that is made of a described schema. */
const lastEventIdIfAny = LastEventId.optional()

/**
 * Reads the parameters of a subscription. `lastEventId` is what an EventSource that comes back
 * heard last: it counts for more than `from`, since it repeats its URL.
 */
export function readInterest(
  venue: Venue,
  parameters: URLSearchParams,
  lastEventId?: string,
): Interest | NoInterest {
  const { logId, position } = venue
  const wish = readWish(parameters, lastEventId)
  if ('refused' in wish) return wish

  const { from, log, heartbeatMs, ...filter } = wish.query
  const otherLog = [log, wish.log].find((named) => named !== undefined && named !== logId)
  if (otherLog !== undefined) {
    const detail = `The log here is ${logId}, and a position in ${otherLog} means nothing in it.`
    return { refused: 'LOG_CHANGED', detail }
  }
  const fault = beyondTheEnd(venue, wish.fromName, from)
  if (fault) return { refused: 'INVALID_REQUEST', faults: [fault] }
  return {
    after: from ?? position,
    isResumed: from !== undefined,
    filter: createOrderFilter(filter),
    heartbeatMs,
  }
}

/** What is asked for, and which parameter says from where. */
interface Wish {
  readonly query: StreamQuery
  readonly fromName: string
  /** The log that was heard last, as far as that is known. */
  readonly log?: string | undefined
}

function readWish(parameters: URLSearchParams, lastEventId?: string): Wish | NoInterest {
  const query = StreamQuery.safeParse(valuesOf(parameters))
  // An empty one says that nothing was heard (HTML standard, section 9.2.6).
  const header = lastEventIdIfAny.safeParse(lastEventId || undefined)
  if (query.success && header.success) {
    if (header.data === undefined) return { query: query.data, fromName: 'from' }
    const { position: from, log } = header.data
    return { query: { ...query.data, from }, fromName: lastEventIdHeader, log }
  }
  const faults: Fault[] = [
    ...(query.error?.issues ?? []),
    ...(header.error?.issues ?? []).map(({ message }) => ({ path: [lastEventIdHeader], message })),
  ]
  return { refused: 'INVALID_REQUEST', faults }
}

/** Each parameter's value; all of them where it is given more than once. */
function valuesOf(parameters: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(parameters.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name)
      return [name, values.length > 1 ? values : (values[0] as string)]
    }),
  )
}

export function refuseInterest(c: Context<ApiEnv>, refusal: NoInterest) {
  return refusal.refused === 'LOG_CHANGED'
    ? problem(c, 'LOG_CHANGED', refusal.detail)
    : refuseInvalid(c, refusal.faults)
}
