import { Worker } from 'node:worker_threads'
import type { Connect, Connection, ConnectOptions, MessageHandler } from '../support/connection.ts'
import { must } from '../support/must.ts'
import type { LatenessFigures } from './lateness.ts'

/** A message and its time on the clock of `process.hrtime`, which all threads share. */
export type ReceivedMessage = {
  readonly text: string
  readonly how: Parameters<MessageHandler['receive']>[1]
  readonly hrtimeMs: number
}

export type ThreadRequest =
  | { readonly does: 'connect'; readonly index: number; readonly options: ConnectOptions }
  | { readonly does: 'measure lateness' | 'deliver' }
  | { readonly does: 'send'; readonly index: number; readonly data: string }
  | { readonly does: 'leave'; readonly index: number }

export type ThreadReply =
  | ListenerReply
  | { readonly is: 'delivered'; readonly lateness: LatenessFigures }

/** A reply about one listener. */
type ListenerReply =
  | {
      readonly is: 'connected'
      readonly index: number
      readonly sent: Connection['sent']
      readonly headers: [string, string][]
    }
  | {
      readonly is: 'received'
      readonly index: number
      readonly messages: readonly ReceivedMessage[]
    }
  | { readonly is: 'broken' | 'flood' | 'failed'; readonly index: number; readonly reason: string }
  | { readonly is: 'ended'; readonly index: number; readonly code: number | undefined }

type ListenerState = {
  readonly handler: MessageHandler
  readonly connected: PromiseWithResolvers<Pick<Connection, 'sent' | 'headers'>>
  readonly ended: PromiseWithResolvers<number | undefined>
}

/**
 * The listeners of a burst, in a thread of their own, because the thread that sends the orders is
 * too busy to timestamp messages. The first listener passes its messages on at once; the others
 * keep them, with their times, until `deliver`.
 */
export class Audience {
  readonly #thread = new Worker(new URL('./audience-thread.ts', import.meta.url))
  readonly #listeners: ListenerState[] = []
  #left = 0
  #delivered = Promise.withResolvers<LatenessFigures>()

  constructor() {
    this.#thread.on('message', (reply: ThreadReply) => this.#take(reply))
    this.#thread.on('error', (error) => this.#fail(error))
    // A scenario that fails early must not wait for the thread.
    this.#thread.unref()
  }

  /** Connects one more listener. */
  readonly connect: Connect = async (options, handler): Promise<Connection> => {
    const listener: ListenerState = {
      handler,
      connected: Promise.withResolvers(),
      ended: Promise.withResolvers(),
    }
    const index = this.#listeners.push(listener) - 1
    this.#send({ does: 'connect', index, options })
    const { sent, headers } = await listener.connected.promise
    const ended = listener.ended.promise
    return {
      sent,
      headers,
      ended,
      isDelayed: true,
      send: (data) => this.#send({ does: 'send', index, data: data.toString() }),
      terminate: () => this.#send({ does: 'leave', index }),
      close: async () => {
        this.#send({ does: 'leave', index })
        await ended
        this.#left += 1
        if (this.#left === this.#listeners.length) await this.#thread.terminate()
      },
    }
  }

  /** Starts to measure how late the timers of the thread fire. */
  measureLateness(): void {
    this.#send({ does: 'measure lateness' })
  }

  /**
   * Delivers all messages received so far, and further ones at once. Resolves afterwards with the
   * lateness since `measureLateness`.
   */
  deliver(): Promise<LatenessFigures> {
    this.#send({ does: 'deliver' })
    return this.#delivered.promise
  }

  #send(request: ThreadRequest): void {
    this.#thread.postMessage(request)
  }

  #take(reply: ThreadReply): void {
    if (reply.is === 'delivered') {
      this.#delivered.resolve(reply.lateness)
      return
    }
    const listener = this.#listeners[reply.index]
    must(listener, `the audience has no listener ${reply.index}`)
    this.#takeFrom(listener, reply)
  }

  #takeFrom({ handler, connected, ended }: ListenerState, reply: ListenerReply): void {
    switch (reply.is) {
      case 'connected':
        connected.resolve({ sent: reply.sent, headers: new Headers(reply.headers) })
        break
      case 'received':
        passOn(handler, reply.messages)
        break
      case 'broken':
        handler.onBroken(reply.reason)
        break
      case 'flood':
        handler.onFlood(reply.reason)
        break
      case 'ended':
        ended.resolve(reply.code)
        break
      case 'failed':
        this.#fail(new Error(reply.reason))
        break
    }
  }

  /** Settles everything that waits for the thread. */
  #fail(error: unknown): void {
    this.#delivered.promise.catch(() => {})
    this.#delivered.reject(error)
    for (const { connected, ended } of this.#listeners) {
      connected.reject(error)
      ended.resolve(undefined)
    }
  }
}

function passOn(handler: MessageHandler, messages: readonly ReceivedMessage[]): void {
  const toPerformanceMs = performance.now() - Number(process.hrtime.bigint()) / 1e6
  for (const { text, how, hrtimeMs } of messages) {
    handler.receive(text, { ...how, at: hrtimeMs + toPerformanceMs })
  }
}
