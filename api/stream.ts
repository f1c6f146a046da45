import type { WebSocket } from 'ws'
import type { Change, Clock, Venue } from '../engine/index.ts'
import { instantView } from './instant-view.ts'
import { orderView } from './order-view.ts'

/** How long a client that was told to go may take before it is cut off. */
const farewellMs = 5_000

/** How often every client is asked for a sign of life; one that gave none since is cut off. */
const pingEveryMs = 15_000

/** Why a connection was closed, so that a client knows what to do (RFC 6455, section 7.4). */
const closeCodes = {
  goingAway: 1001,
  tooSlow: 4008,
}

interface Listener {
  readonly socket: WebSocket
  /** The position of the last message sent to it; null while there was none. */
  last: number | null
  alive: boolean
}

/** The stream of a venue: every change of every order, to every client that is connected. */
export interface Stream {
  /** How many clients are connected. */
  readonly size: number
  /** Lets a client hear every change from now on. */
  subscribe(socket: WebSocket): void
  /** Tells every client that the platform is going away, and whoever still comes. */
  close(): void
}

export interface StreamOptions {
  /** The time of connections: the process's, and not a venue's, which may stand still. */
  readonly clock: Clock
  /** A client that leaves more than this unread is told to go, for memory is finite; default 1 MiB. */
  readonly maxUnreadBytes?: number | undefined
}

/** Creates the stream of a venue. It follows the venue only while somebody listens. */
export function createStream(
  venue: Venue,
  { clock, maxUnreadBytes = 1024 * 1024 }: StreamOptions,
): Stream {
  const listeners = new Set<Listener>()
  let stopFollowing = () => {}
  let stopPinging = () => {}
  let closed = false

  function tell(changes: readonly Change[]): void {
    const frames = changes.map(frameOf)
    for (const listener of listeners) deliver(listener, frames)
  }

  function deliver(listener: Listener, frames: readonly Frame[]): void {
    const { socket } = listener
    if (socket.bufferedAmount > maxUnreadBytes) {
      leave(listener)
      socket.close(closeCodes.tooSlow, `too slow: the last message sent was ${listener.last}`)
      // One who does not read does not read the close frame either.
      clock.at(clock.now() + farewellMs, () => socket.terminate())
      return
    }
    for (const frame of frames) {
      socket.send(frame.after(listener.last), { binary: false })
      listener.last = frame.position
    }
  }

  function ping(): void {
    stopPinging = clock.at(clock.now() + pingEveryMs, ping)
    for (const listener of listeners) {
      if (listener.alive) {
        listener.alive = false
        listener.socket.ping()
      } else {
        listener.socket.terminate()
      }
    }
  }

  function leave(listener: Listener): void {
    if (!listeners.delete(listener) || listeners.size > 0) return
    stopFollowing()
    stopPinging()
  }

  return {
    get size() {
      return listeners.size
    },
    subscribe(socket) {
      if (closed) {
        goAway(socket)
        return
      }
      const listener: Listener = { socket, last: null, alive: true }
      socket.on('pong', () => {
        listener.alive = true
      })
      socket.on('close', () => leave(listener))
      if (listeners.size === 0) {
        stopFollowing = venue.follow(tell)
        stopPinging = clock.at(clock.now() + pingEveryMs, ping)
      }
      listeners.add(listener)
    },
    close() {
      closed = true
      for (const { socket } of listeners) goAway(socket)
    },
  }
}

const goAway = (socket: WebSocket) => socket.close(closeCodes.goingAway, 'going away')

interface Frame {
  readonly position: number
  /** The message as sent to one whose last message had this position. */
  after(previous: number | null): Buffer
}

/** A change as it is sent: made once for all who heard the change before it. */
function frameOf({ event, order }: Change): Frame {
  const { position, occurredAt } = event
  const body = JSON.stringify({ occurredAt: instantView(occurredAt), ...orderView(order) }).slice(1)
  const made = new Map<number | null, Buffer>()
  return {
    position,
    after(previous) {
      let bytes = made.get(previous)
      if (!bytes) {
        const head = `{"type":"order","position":${position},"previous":${previous},`
        bytes = Buffer.from(head + body)
        made.set(previous, bytes)
      }
      return bytes
    },
  }
}
