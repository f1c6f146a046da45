import type { VenueState } from '../../control/control-contract.ts'
import { createVenueStore, type VenueStore } from '../store/venue-store.ts'
import { Refused, send, type Urls } from './api.ts'
import { type ConnectionState, createStreamLink } from './stream-link.ts'

/** How often the state of the venue is read. */
const pollMs = 500

/** How many events before the end of the log are loaded at the start. */
const historyLength = 5000

const limits = { orders: 100_000, messages: 20_000 }

/** A venue that the page watches. */
export interface WatchedVenue {
  readonly name: string
  /** As last read; undefined before the first reply. */
  readonly state: VenueState | undefined
  /** When that was, on `performance.now`. */
  readonly readMs: number
  /** What came over the stream; undefined before the first connection. */
  readonly store: VenueStore | undefined
  readonly connection: ConnectionState
  /** Reads the state now. */
  refresh(): Promise<void>
  close(): void
}

/**
 * Watches a venue: reads its state and follows its stream, and goes on when a connection ends. A venue
 * that was reset has another log, and gets a new store. Calls `onChange` after each change.
 */
export function watchVenue(urls: Urls, name: string, onChange: () => void): WatchedVenue {
  const path = `/venues/${encodeURIComponent(name)}`
  let state: VenueState | undefined
  let readMs = 0
  let store: VenueStore | undefined
  let stream: ConnectionState = { kind: 'connecting' }
  /** Why the state could not be read. */
  let failure: ConnectionState | undefined
  let unlink = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  function follow({ logId, position }: VenueState): void {
    unlink()
    store = createVenueStore(Math.max(0, position - historyLength), limits)
    const query = new URLSearchParams({ venue: name, log: logId })
    unlink = createStreamLink(
      `${urls.trading.replace('http', 'ws')}/ws?${query}`,
      store,
      (next) => {
        stream = next
        // The venue may have another log now.
        if (next.kind === 'reconnecting') void refresh()
        onChange()
      },
    )
  }

  async function refresh(): Promise<void> {
    const next = await send(urls, { api: 'control', method: 'GET', path }).catch(failureOf)
    if (isClosed) return
    failure = 'kind' in next ? next : undefined
    if (!('kind' in next)) {
      const before = state?.logId
      state = next.body as VenueState
      readMs = performance.now()
      if (state.logId !== before) follow(state)
    }
    onChange()
  }

  async function poll(): Promise<void> {
    if (!document.hidden && failure?.kind !== 'locked') await refresh()
    if (!isClosed) timer = setTimeout(() => void poll(), pollMs)
  }
  void poll()

  return {
    name,
    get state() {
      return state
    },
    get readMs() {
      return readMs
    },
    get store() {
      return store
    },
    get connection() {
      return failure ?? stream
    },
    refresh,
    close() {
      isClosed = true
      clearTimeout(timer)
      unlink()
    },
  }
}

function failureOf(failure: unknown): ConnectionState {
  if (!(failure instanceof Refused)) {
    return { kind: 'unreachable', reason: 'The control API does not answer.' }
  }
  const { code, detail } = failure.problem
  return { kind: code === 'UNAUTHORIZED' ? 'locked' : 'closed', reason: detail }
}
