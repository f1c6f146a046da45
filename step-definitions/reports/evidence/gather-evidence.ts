import { OwnVenue } from '../../support/own-venue.ts'
import { claims } from '../../support/settings.ts'
import type { TradingFloor } from '../../support/world.ts'
import type { Evidence } from './evidence.ts'
import { recordedLog, recordedOf } from './recorded-log.ts'
import { secrets } from './secrets.ts'

/**
 * All that is known of a scenario when its steps are over, and its venue not yet closed; undefined
 * where nothing was asked or heard.
 */
export async function gatherEvidence(
  floor: TradingFloor,
  complaints: readonly string[],
): Promise<Evidence | undefined> {
  const { transcript, failure } = floor
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
    log: ownOrderIds.size > 0 && claims.has('past') ? await logOf(floor, ownOrderIds) : undefined,
  }
}

/** What is recorded of a scenario: of a venue that others share most of the log is about orders of theirs. */
function logOf(
  { venueUnderTest: exchange, everybody }: TradingFloor,
  ownOrderIds: ReadonlySet<string>,
) {
  if (exchange instanceof OwnVenue) return recordedLog(exchange.headers)
  const confirmed = everybody.flatMap(({ replies }) =>
    replies.filter(({ status }) => status === 201),
  )
  const positions = confirmed.map(({ headers }) => Number(headers.get('log-position')))
  return recordedOf(ownOrderIds, Math.max(Math.min(...positions) - 1, 0))
}
