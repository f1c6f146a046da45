import type { Encoding } from '../../broadcast/encoding.ts'
import { createOrderFilter } from '../../broadcast/order-filter.ts'
import type { Stream } from '../../broadcast/stream.ts'
import { now } from './turns.ts'

/** Listens to a stream without a connection. */
export interface Recorder {
  /** Forgets what was sent so far. */
  clear(): void
  /** The messages that were sent together, in order. */
  batches(): string[][]
  /** When each message was sent. */
  sentAt(): number[]
}

/** Messages as lines. */
const lines: Encoding = {
  encode: (messages) => Buffer.from(messages.map(({ text }) => text).join('\n')),
}

/**
 * Subscribes a recorder to what comes after a position. It must be the first to subscribe: then it
 * hears first.
 */
export function createRecorder(stream: Stream, after: number): Recorder {
  let batches: string[][] = []
  let sentAt: number[] = []

  function send(bytes: Buffer): void {
    const batch = String(bytes).split('\n')
    batches.push(batch)
    for (const _ of batch) sentAt.push(now())
  }

  stream.subscribe(
    {
      encoding: lines,
      unreadBytes: 0,
      send,
      delivered: () => Promise.resolve(),
      ping() {},
      cutOff() {},
      close() {},
    },
    { after, sendsCaughtUp: false, filter: createOrderFilter({}), heartbeatMs: undefined },
  )

  return {
    clear() {
      batches = []
      sentAt = []
    },
    batches: () => batches,
    sentAt: () => sentAt,
  }
}
