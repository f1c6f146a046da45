import { OwnVenue } from '../own-venue.ts'
import { claims } from '../settings.ts'
import type { TradingFloor } from '../world.ts'
import type { Evidence } from './evidence.ts'
import { recordedLog } from './recorded-log.ts'
import { secrets } from './secrets.ts'

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
  // Of a venue that others share most of the log is about orders of theirs.
  const isTold = ownOrderIds.size > 0 && exchange instanceof OwnVenue && claims.has('past')
  return {
    seed: floor.seed,
    failure,
    complaints: complaints.map((complaint) => secrets.hiddenIn(complaint)),
    asked,
    streams,
    log: isTold ? await recordedLog(exchange.fields) : undefined,
  }
}
