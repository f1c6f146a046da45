import type { OrderStatus } from '../api/contract/orders.ts'
import type { StreamMessage } from '../api/contract/stream.ts'
import { pause, timerMs, waitAfter } from './backoff.ts'
import { overEventStream } from './event-stream.ts'
import { queryOf } from './query.ts'
import type { Address } from './sender.ts'
import { createSequence, type FollowedMessage, type Sequence } from './sequence.ts'
import { overWebSocket } from './web-socket.ts'

/** Where to start: after this position of this log. */
export interface StartPoint {
  readonly from: number
  /** The `Log-Id`. A position is valid only in its log. */
  readonly log: string
}

/** Selects changes of orders with all these values. */
export type StreamFilter = {
  readonly orderId?: string | readonly string[] | undefined
  readonly orderStatus?: OrderStatus | undefined
  readonly symbol?: string | undefined
  readonly clientOrderId?: string | undefined
}

export interface FollowOptions {
  /** Default `websocket`. */
  readonly over?: 'websocket' | 'sse'
  readonly filter?: StreamFilter
  /** How often the server confirms that no message is missing, on the venue's clock. Default 1000. */
  readonly heartbeatMs?: number
  /** A connection that is silent for longer is replaced, in real time. Default 3 heartbeats. */
  readonly silenceMs?: number
  /** The longest wait before the first reconnect. Default: what the server asks for, or 250. */
  readonly retryMs?: number
  /** Called with the reason when a connection ends and another follows: a TimeoutError after silence. */
  readonly onBreak?: (reason: unknown) => void
  /** Ends the iteration: it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Yields every change after the start point once, in order. If a connection breaks, is silent or lacks a message,
 * another one resumes from the last position. Throws a refusal that another connection would get, too.
 */
export async function* follow(
  address: Address,
  { from, log }: StartPoint,
  options: FollowOptions = {},
): AsyncGenerator<FollowedMessage, never> {
  const { signal, heartbeatMs = 1000, silenceMs = 3 * heartbeatMs, onBreak } = options
  let { retryMs = 250 } = options
  const sequence = createSequence(from)

  const connect: Connect = (ended) => {
    const { venue, url } = address
    const query = queryOf({ from: sequence.position, log, heartbeatMs, venue, ...options.filter })
    if (options.over !== 'sse')
      return overWebSocket(`${url.replace('http', 'ws')}/ws?${query}`, ended)
    return overEventStream(`${url}/events?${query}`, ended, (ms) => {
      retryMs = options.retryMs ?? ms
    })
  }

  for (let failures = 0; ; failures++) {
    signal?.throwIfAborted()
    try {
      for await (const message of newMessages(connect, sequence, silenceMs, signal)) {
        failures = 0
        yield message
      }
    } catch (reason) {
      signal?.throwIfAborted()
      const waitMs = waitAfter(reason, failures, retryMs)
      if (waitMs === Number.POSITIVE_INFINITY) throw reason
      onBreak?.(reason)
      await pause(waitMs, signal)
    }
  }
}

type Connect = (ended: AbortSignal) => AsyncGenerator<StreamMessage, never>

/** Yields the new messages of one connection, and ends it when a message is late or missing. */
async function* newMessages(
  connect: Connect,
  sequence: Sequence,
  silenceMs: number,
  signal?: AbortSignal,
): AsyncGenerator<FollowedMessage, never> {
  sequence.reconnect()
  const ending = new AbortController()
  const messages = connect(signal ? AbortSignal.any([ending.signal, signal]) : ending.signal)
  try {
    for (;;) {
      const silence = new DOMException(`No message arrived for ${silenceMs} ms.`, 'TimeoutError')
      const timer = setTimeout(() => ending.abort(silence), timerMs(silenceMs))
      const { value } = await messages.next().finally(() => clearTimeout(timer))
      if (sequence.accept(value)) yield value
    }
  } finally {
    ending.abort()
    await messages.return(undefined as never)
  }
}
