import type { OrderMessage } from '../../../contract/stream.ts'
import type { JournalEntry } from '../../../control/journal-contract.ts'
import { orderIdOf, pathOf } from './entry-facts.ts'

const isCancel = (entry: JournalEntry) =>
  entry.kind === 'request' && entry.method === 'DELETE' && pathOf(entry).startsWith('/orders/')

/**
 * How each cancel fared that was in flight when its order ended, by the id of its entry. A cancel whose order
 * ended otherwise while it waited has lost; one that ended the order while another waited has won.
 */
export function racesIn(
  entries: readonly JournalEntry[],
  changes: readonly OrderMessage[],
): ReadonlyMap<number, string> {
  const cancels = Map.groupBy(entries.filter(isCancel), orderIdOf)
  const results = new Map<number, string>()
  for (const change of changes) {
    if (change.orderStatus === 'PENDING') continue
    const inFlight = cancels.get(change.orderId)?.filter((entry) => isInFlight(entry, change)) ?? []
    for (const [id, result] of resultsOf(inFlight, change)) results.set(id, result)
  }
  return results
}

function resultsOf(inFlight: readonly JournalEntry[], change: OrderMessage): [number, string][] {
  // An execution that a staged race lets win is an effect of the cancel, too.
  const winner = inFlight.find((entry) => wasAccepted(entry) && causes(entry, change))
  const losers = inFlight.filter((entry) => !wasAccepted(entry))
  const rival = winner
    ? `request ${winner.id}`
    : `change ${change.position} (${change.orderStatus.toLowerCase()})`
  const lost = losers.map(({ id }): [number, string] => [id, `lost the race to ${rival}`])
  return winner && losers.length > 0 ? [...lost, [winner.id, 'won the race']] : lost
}

const causes = ({ caused }: JournalEntry, { position }: OrderMessage) =>
  caused.some(({ from, to }) => from <= position && position <= to)

const isInFlight = ({ at, reply }: JournalEntry, { occurredAt }: OrderMessage) =>
  at <= occurredAt && (reply === undefined || occurredAt <= reply.at)

const wasAccepted = ({ reply }: JournalEntry) => reply !== undefined && reply.status < 300
