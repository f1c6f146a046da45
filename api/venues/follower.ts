import { type Commit, setupOf, type Venue } from '../../engine/index.ts'
import { type CloseReason, serviceRestart } from '../broadcast/close-reason.ts'
import type { HostedVenueOptions } from './hosted-venue.ts'

/**
 * Setup records that do not change what a read shows. Outcome rules and commit faults apply to commands
 * only, and a record `rules …` only numbers the rules.
 */
const harmless = /^(?:venue|clock|rules .*|rule (?:outcome|commit-fault)-.*)$/

/** What a follower uses of its venue, which a restart replaces. */
interface Running {
  readonly venue: Venue
  readonly stream: { close(reason: CloseReason): void }
}

/** Keeps a venue that another node records up to date. */
export function createFollower(
  { time, keepsJournal }: HostedVenueOptions,
  records: Commit['records'],
  running: () => Running,
) {
  /** The rules and latencies that only the owner can apply, because it counts the requests for them. */
  const foreignSetup = new Set<string>()

  function noteSetup(changes: Commit['records']): void {
    for (const [name, value] of changes) {
      const setup = setupOf(name)
      if (setup === undefined || harmless.test(setup)) continue
      if (value === undefined) foreignSetup.delete(name)
      else foreignSetup.add(name)
    }
  }

  noteSetup(records)

  return {
    /**
     * Whether reads and streams get here what they would get from the node that records the venue. They
     * do not if that node has faults to apply, holds the clock or keeps a journal.
     */
    get servesReads() {
      return foreignSetup.size === 0 && time.mode === 'real' && !keepsJournal
    },
    /** Takes over a commit of the node that records the venue. */
    absorb(commit: Commit): void {
      const { venue, stream } = running()
      venue.absorb(commit)
      const couldServe = foreignSetup.size === 0
      noteSetup(commit.records)
      // Subscribers come back, and are then forwarded.
      if (couldServe && foreignSetup.size > 0) stream.close(serviceRestart)
    },
  }
}
