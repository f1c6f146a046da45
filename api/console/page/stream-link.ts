import type { StreamMessage } from '../../contract/stream.ts'
import type { VenueStore } from '../store/venue-store.ts'
import { openStream } from './stream-socket.ts'

/** What the page always shows about its connection. */
export interface ConnectionState {
  /**
   * `closed`: there is no such venue. `locked`: the control API requires a token. `unreachable`: the
   * platform does not answer.
   */
  readonly kind:
    | 'connecting'
    | 'catching-up'
    | 'live'
    | 'reconnecting'
    | 'closed'
    | 'unreachable'
    | 'locked'
  /** Why, if it is not live. */
  readonly reason?: string
}

const longestWaitMs = 5000

/** Follows one log into its store, over one connection at a time. */
export function createStreamLink(
  streamUrl: string,
  store: VenueStore,
  onChange: (state: ConnectionState) => void,
) {
  let closeStream = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let hasOpened = false
  const { origin } = new URL(streamUrl)

  const whyEnded = (reason: string) =>
    hasOpened
      ? `The stream ended: ${reason}.`
      : `No stream at ${origin}. Behind a proxy, set PUBLIC_URL and PUBLIC_CONTROL_URL.`

  function connect(): void {
    store.reconnect()
    closeStream = openStream(`${streamUrl}&from=${store.position}`, {
      onOpen() {
        hasOpened = true
        onChange({ kind: 'catching-up' })
      },
      onBatch(texts) {
        failures = 0
        const messages = texts.map((text) => JSON.parse(text) as StreamMessage)
        store.accept(messages, performance.now())
        onChange({ kind: store.isLive ? 'live' : 'catching-up' })
      },
      onEnd(reason) {
        onChange({ kind: 'reconnecting', reason: whyEnded(reason) })
        timer = setTimeout(connect, Math.min(longestWaitMs, 250 * 2 ** failures++))
      },
    })
  }
  connect()

  return function close(): void {
    clearTimeout(timer)
    closeStream()
  }
}
