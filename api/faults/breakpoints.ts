import {
  type Chance,
  type Clock,
  createRules,
  type Instant,
  type Rules,
} from '../../engine/index.ts'
import {
  createKeyGenerator,
  matchesRequest,
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
  /** The breakpoint that a request meets, which counts as a hit; undefined when it meets none. */
  match(request: RequestSubject): string | undefined
  /** Holds a request until it is released: `goOn` is called within the call that releases it. Returns how to forget it. */
  hold(request: RequestSubject, breakpoint: string, goOn: () => void): () => void
  /** In the order in which they came. */
  held(): readonly HeldRequest[]
  /** Lets a request go on; false when none of this id is held. */
  release(id: string): boolean
  /** Takes a breakpoint away and lets go on whom it holds; false when there is none of this id. */
  remove(id: string): boolean
  /** Takes all of them away and lets everybody go on. */
  clear(): void
}

/** Creates the breakpoints of a venue, none yet. */
export function createBreakpoints(clock: Clock, chance: Chance): Breakpoints {
  const rules: BreakpointRules = createRules({
    clock,
    chance,
    purpose: 'breakpoint',
    matches: matchesRequest,
  })
  const held = new Map<string, { request: HeldRequest; goOn: () => void }>()
  const nameOf = createKeyGenerator()
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
    match: (request) => (rules.size === 0 ? undefined : rules.first(request, nameOf(request))?.id),
    hold(request, breakpoint, goOn) {
      const id = `held-${++heldSoFar}`
      held.set(id, { request: { ...request, id, breakpoint, since: clock.now() }, goOn })
      return () => held.delete(id)
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
  }
}
