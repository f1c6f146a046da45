import {
  type Chance,
  type Clock,
  createRules,
  type Instant,
  type Rules,
} from '../../engine/index.ts'
import {
  createRequestNames,
  fitsRequest,
  type RequestMatch,
  type RequestSubject,
} from './request-match.ts'

/** A request that a breakpoint holds. */
export interface HeldRequest extends RequestSubject {
  readonly id: string
  /** The breakpoint that holds it. */
  readonly breakpoint: string
  readonly since: Instant
}

type BreakpointRules = Rules<RequestMatch, RequestSubject, 'hold'>

/** The standing rules of a venue on which requests are held before their commit, and those that are. */
export interface Breakpoints extends Pick<BreakpointRules, 'size' | 'add' | 'list'> {
  /** Holds a request that meets one: resolves when it is released. Undefined when it meets none. */
  hold(request: RequestSubject): Promise<void> | undefined
  /** In the order in which they came. */
  held(): readonly HeldRequest[]
  /** Lets a request go on; false when none of this id is held. */
  release(id: string): boolean
  /** Takes a breakpoint away and lets go on whom it holds; false when there is none of this id. */
  remove(id: string): boolean
  /** Takes all of them away and lets everybody go on. */
  clear(): void
  /** Those who were held are gone: they never go on. */
  forgetHeld(): void
}

/** Creates the breakpoints of a venue, none yet. */
export function createBreakpoints(clock: Clock, chance: Chance): Breakpoints {
  const rules: BreakpointRules = createRules({
    clock,
    chance,
    purpose: 'breakpoint',
    fits: fitsRequest,
  })
  const held = new Map<string, { request: HeldRequest; goOn: () => void }>()
  const nameOf = createRequestNames()
  let heldSoFar = 0

  function release(id: string): boolean {
    held.get(id)?.goOn()
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
    hold(request) {
      if (rules.size === 0) return undefined
      const breakpoint = rules.first(request, nameOf(request))?.id
      if (breakpoint === undefined) return undefined
      const id = `held-${++heldSoFar}`
      return new Promise((goOn) => {
        held.set(id, { request: { ...request, id, breakpoint, since: clock.now() }, goOn })
      })
    },
    held: () => [...held.values()].map(({ request }) => request),
    release,
    remove(id) {
      releaseAll(id)
      return rules.remove(id)
    },
    clear() {
      rules.clear()
      releaseAll()
    },
    forgetHeld: () => held.clear(),
  }
}
