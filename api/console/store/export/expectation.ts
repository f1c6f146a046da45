import type { JournalEntry } from '../../../control/journal-contract.ts'
import type { RecordedStep } from '../../../control/recording-contract.ts'
import type { Expectation } from './run.ts'

/** Faults after which a client has no reply. */
const losing: ReadonlySet<string> = new Set(['close', 'reset', 'truncate'])

/** What the client got for a request. */
export function expectationOf(
  { status }: RecordedStep & { by: 'client' },
  entry: JournalEntry | undefined,
): Expectation {
  const faults = entry?.faults ?? []
  if (faults.some(({ does }) => losing.has(does))) return 'no reply'
  // The journal has the reply of the venue, not the one that the fault put in its place.
  if (faults.some(({ does, at }) => does === 'answer' && at === 'after-commit')) return 'unknown'
  if (entry?.clientLeft || status === undefined) return 'unknown'
  return status
}

/** When the client got its reply; undefined if that cannot be told. */
export function settlesAt({ reply, faults = [] }: JournalEntry): string | undefined {
  return faults.some(({ does }) => does === 'delay') ? undefined : reply?.at
}
