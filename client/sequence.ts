import type { StreamMessage } from '../api/contract/stream.ts'

/** A message with a position: any but `going-away`. */
export type FollowedMessage = Exclude<StreamMessage, { readonly type: 'going-away' }>

export type Sequence = ReturnType<typeof createSequence>

/**
 * Checks the messages of successive connections. Each order message must follow the one before it on its
 * connection.
 */
export function createSequence(from: number) {
  let position = from
  /** The position of the last order message on this connection; null before the first. */
  let previous: number | null = null

  function requireNoGap(message: { readonly previous: number | null }): void {
    if (message.previous === previous) return
    throw new Error(`A message is missing: the last one is ${previous}, not ${message.previous}.`)
  }

  return {
    /** Everything up to this position has been received. Resume from it. */
    get position() {
      return position
    },
    /** Starts a connection that resumes from `position`. */
    reconnect() {
      previous = null
    },
    /** Whether a message is new. Throws if a message before it is missing. */
    accept(message: StreamMessage): message is FollowedMessage {
      switch (message.type) {
        case 'order':
          // Sent twice, or late.
          if (message.position <= position) return false
          requireNoGap(message)
          previous = message.position
          break
        case 'heartbeat':
          requireNoGap(message)
          break
        case 'caught-up':
          break
        default:
          return false
      }
      position = Math.max(position, message.position)
      return true
    },
  }
}
