import type { Refusal } from './refusal.ts'

/** What a client has seen of its venue, so that its reads include what it has written or read before. */
export function createSeen() {
  /** The furthest position in each log. The last log is the venue's; the others were replaced. */
  const positions = new Map<string, number>()

  return {
    /** Adds what a reply says. */
    note({ headers }: Response, refusal?: Refusal): void {
      const log = headers.get('Log-Id')
      if (!log || (refusal && !isFromVenue(refusal))) return
      // A log that was replaced stays where it is, if a reply from it arrives late.
      positions.set(log, Math.max(Number(headers.get('Log-Position')), positions.get(log) ?? 0))
    },

    /** Adds to the headers of a read what its reply must include. */
    addTo(headers: Headers): void {
      const last = [...positions].at(-1)
      if (!last) return
      const [log, position] = last
      headers.set('Log-Id', log)
      headers.set('Min-Log-Position', `${position}`)
    },

    /** Forgets a log if a read of it was refused because it was replaced. Returns whether it was. */
    forget: (log: string | null, { problem }: Refusal): boolean =>
      problem.code === 'LOG_CHANGED' && log !== null && positions.delete(log),
  }
}

/** Whether the refusal is of the venue. Others name the log of the main venue. */
const isFromVenue = ({ isTemporary, problem }: Refusal) =>
  !isTemporary && problem.code !== 'VENUE_NOT_FOUND'
