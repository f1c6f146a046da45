import type { AdvanceDraft, Advanced, ClockState } from '../control/control-contract.ts'
import type { ControlClient } from './control-request.ts'

/** The clock of a venue. */
export interface ClockControl {
  /**
   * Reads the time, when the next order is due, and how many requests wait.
   * @example
   * const { now, nextDueAt, waitingRequests } = await venue.clock.read()
   */
  read(): Promise<ClockState>
  /**
   * Advances a held clock. Everything that falls due happens at its own instant. Resolves when that is
   * done, replies are sent, and every subscriber has received its messages. It waits at most one
   * second at a time for clients that read slowly.
   * @example
   * const { events } = await venue.clock.advance({ untilIdle: true })
   */
  advance(how: AdvanceDraft): Promise<Advanced>
}

/** The clock at a path. */
export const clockAt = ({ request }: ControlClient, path: string): ClockControl => ({
  read: () => request('GET', path),
  advance: (how) => request('POST', `${path}/advance`, how),
})
