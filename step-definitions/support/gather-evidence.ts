import { setTimeout as pause } from 'node:timers/promises'
import type { OrderEvent } from '../../api/contract.ts'
import { send } from './client.ts'
import type { Evidence } from './evidence.ts'
import type { Excerpt } from './excerpt.ts'
import type { Exchange } from './exchange.ts'
import { OwnVenue } from './own-venue.ts'
import { secrets } from './secrets.ts'
import { claims } from './settings.ts'
import type { TradingFloor } from './world.ts'

const mostEvents = 60
/** Evidence is worth no longer wait. */
const recordedWithinMs = 1000

/**
 * All that is known of a scenario when its steps are over, and its venue not yet closed; undefined
 * where nothing was asked or heard.
 */
export async function gatherEvidence(
  floor: TradingFloor,
  complaints: readonly string[],
): Promise<Evidence | undefined> {
  const { transcript, failure, exchange } = floor
  const ownOrderIds = new Set(floor.everybody.flatMap(({ orderIds }) => orderIds))
  const asked = transcript.asked()
  const streams = transcript.streams(ownOrderIds)
  if (asked.first.length + streams.first.length === 0 && !failure) return undefined
  return {
    seed: floor.seed,
    failure,
    complaints: complaints.map((complaint) => secrets.hiddenIn(complaint)),
    asked,
    streams,
    log: ownOrderIds.size > 0 && claims.has('positions') ? await recordedIn(exchange) : undefined,
  }
}

/** What a venue recorded that the scenario had to itself; undefined where that is not told. */
async function recordedIn(exchange: Exchange): Promise<Excerpt<OrderEvent> | undefined> {
  if (!(exchange instanceof OwnVenue)) return undefined
  const { fields } = exchange
  const asking = send({ method: 'GET', path: `/log?from=0&limit=${mostEvents}`, fields })
  try {
    const reply = await Promise.race([asking, pause(recordedWithinMs, undefined, { ref: false })])
    if (reply?.status !== 200) return undefined
    const first = JSON.parse(reply.text) as OrderEvent[]
    const position = Number(reply.headers.get('log-position') ?? first.length)
    return { first, left: position - first.length, last: [] }
  } catch {
    // It is no part of what is judged.
    return undefined
  } finally {
    asking.catch(() => {})
  }
}
