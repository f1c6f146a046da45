import {
  type Chance,
  type Clock,
  createRules,
  type Instant,
  type Rules,
  type SetupRecords,
  type Tell,
} from '../../engine/index.ts'
import {
  createKeyGenerator,
  matchesRequest,
  type RequestMatch,
  type RequestSubject,
  requestFields,
} from './request-match.ts'

/** A request that a breakpoint holds. */
export interface HeldRequest extends RequestSubject {
  readonly id: string
  /** The breakpoint that holds it. */
  readonly breakpoint: string
  readonly since: Instant
}

export type Breakpoints = ReturnType<typeof createBreakpoints>

/**
 * Creates the breakpoints of a venue: rules that hold requests before their commit; those in `records`,
 * or none. It also keeps the held requests.
 */
export function createBreakpoints(clock: Clock, chance: Chance, records?: SetupRecords) {
  const rules: Rules<RequestMatch, RequestSubject, 'hold'> = createRules({
    clock,
    chance,
    purpose: 'breakpoint',
    matches: matchesRequest,
    fieldsOf: requestFields,
    records,
  })
  const held = new Map<string, { request: HeldRequest; resume: () => void }>()
  const keyOf = createKeyGenerator()
  let heldSoFar = 0

  /** Resumes a held request; false if there is none with this id. */
  function release(id: string): boolean {
    held.get(id)?.resume()
    return held.delete(id)
  }

  function releaseAll(breakpoint?: string): void {
    for (const { request } of [...held.values()]) {
      if (request.breakpoint === (breakpoint ?? request.breakpoint)) release(request.id)
    }
  }

  return {
    get size() {
      return rules.size
    },
    add: rules.add,
    list: rules.list,
    /**
     * Returns the id of the first breakpoint that matches a request, and counts a hit; undefined if none
     * matches. `tell` gets a verdict on each.
     */
    match: (request: RequestSubject, tell?: Tell<RequestMatch, 'hold'>) =>
      rules.size === 0 ? undefined : rules.first(request, keyOf(request), tell)?.id,
    /**
     * Holds a request until it is released; `resume` runs synchronously on release. The returned
     * function drops the request without resuming it.
     */
    hold(request: RequestSubject, breakpoint: string, resume: () => void) {
      const id = `held-${++heldSoFar}`
      held.set(id, { request: { ...request, id, breakpoint, since: clock.now() }, resume })
      return () => held.delete(id)
    },
    /** The held requests, oldest first. */
    held: (): readonly HeldRequest[] => [...held.values()].map(({ request }) => request),
    release,
    /** Removes a breakpoint and resumes the requests that it holds; false if there is none with this id. */
    remove(id: string) {
      releaseAll(id)
      return rules.remove(id)
    },
    /** Removes all breakpoints and resumes all held requests. */
    clear() {
      rules.clear()
      releaseAll()
    },
  }
}
