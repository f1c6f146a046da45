import type { WebSocket } from 'ws'
import type { Stream } from '../stream.ts'
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

/** Subscribes a recorder to a stream. It must be the first to subscribe: then it hears first. */
export function createRecorder(stream: Stream): Recorder {
  let batches: Buffer[][] = []
  let sentAt: number[] = []
  let open: Buffer[] | undefined

  function send(bytes: Buffer): void {
    if (!open) {
      open = []
      batches.push(open)
      queueMicrotask(() => {
        open = undefined
      })
    }
    open.push(bytes)
    sentAt.push(now())
  }

  // As much of a socket as the stream uses.
  const socket = { bufferedAmount: 0, send, on() {}, ping() {}, terminate() {}, close() {} }
  stream.subscribe(socket as unknown as WebSocket)

  return {
    clear() {
      batches = []
      sentAt = []
    },
    batches: () => batches.map((batch) => batch.map(String)),
    sentAt: () => sentAt,
  }
}
