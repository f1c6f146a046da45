import type { Breakpoint, BreakpointDraft, HeldRequest } from '../control/breakpoints.ts'
import type { ControlClient } from './control-request.ts'
import { type RuleControl, rulesAt } from './shapes.ts'

/** Breakpoints, and the requests that they hold before their commit. */
export interface BreakpointControl extends RuleControl<BreakpointDraft, Breakpoint> {
  /**
   * Lists the held requests, in order of arrival.
   * @example
   * const [held] = await venue.breakpoints.listHeld()
   */
  listHeld(): Promise<HeldRequest[]>
  /**
   * Releases a held request: it continues.
   * @example
   * for (const { id } of await venue.breakpoints.listHeld()) await venue.breakpoints.release(id)
   */
  release(heldRequest: string): Promise<void>
}

/** The breakpoints of the venue at a path. */
export function breakpointsOf(client: ControlClient, venue: string): BreakpointControl {
  const held = `${venue}/held-requests`
  return {
    ...rulesAt(client, `${venue}/breakpoints`),
    listHeld: () => client.request('GET', held),
    release: (id) => client.request('POST', `${held}/${encodeURIComponent(id)}/release`),
  }
}
