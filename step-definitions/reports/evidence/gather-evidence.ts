import { OwnVenue } from '../../support/own-venue.ts'
import { claims } from '../../support/settings.ts'
import type { TradingFloor } from '../../support/world.ts'
import type { Evidence } from './evidence.ts'
import { recordedLog, recordedOf } from './recorded-log.ts'
import { secrets } from './secrets.ts'

/**
 * The evidence of a scenario, or undefined if it sent and received nothing and did not fail. Call
 * it after the last step and before the scenario's venue is closed.
 */
export async function gatherEvidence(
  floor: TradingFloor,
  complaints: readonly string[],
): Promise<Evidence | undefined> {
  const { transcript, failure } = floor
  const ownOrderIds = new Set(floor.everybody.flatMap(({ orderIds }) => orderIds))
  const told = failure && [failure.message, failure.expected, failure.got].join('\n')
  const recorded = transcript.timeline({ ownOrderIds, complaints, failure: told })
  if (recorded.timeline.length === 0) return undefined
  return {
    seed: floor.seed,
    failure,
    complaints: complaints.map((complaint) => secrets.hiddenIn(complaint)),
    ...recorded,
    log: ownOrderIds.size > 0 && claims.has('past') ? await logOf(floor, ownOrderIds) : undefined,
  }
}

/** In a shared venue, only the events of the scenario's own orders. */
function logOf({ venueUnderTest, everybody }: TradingFloor, ownOrderIds: ReadonlySet<string>) {
  if (venueUnderTest instanceof OwnVenue) return recordedLog(venueUnderTest.headers)
  const confirmed = everybody.flatMap(({ replies }) =>
    replies.filter(({ status }) => status === 201),
  )
  const positions = confirmed.map(({ headers }) => Number(headers.get('log-position')))
  return recordedOf(ownOrderIds, Math.max(Math.min(...positions) - 1, 0))
}
