import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { WebSocket } from 'ws'
import type { CaughtUpMessage, OrderMessage, StreamMessage } from '../../contract/stream.ts'
import { connectTo, ordersIn } from '../support/stream-clients.ts'

interface Connection {
  readonly socket: WebSocket
  readonly isResumed: boolean
  messages: StreamMessage[]
}

/** A client that follows a platform over WebSockets, loses the connection and resumes. */
export class ModelFollower {
  readonly #url: string
  readonly #filter: Record<string, string>
  readonly #connections: Connection[] = []

  constructor(url: string, filter: Record<string, string>) {
    this.#url = url
    this.#filter = filter
  }

  connect(): Promise<void> {
    return this.#connect({}, false)
  }

  resume(position: number, log: string): Promise<void> {
    return this.#connect({ from: `${position}`, log }, true)
  }

  async #connect(from: Record<string, string>, isResumed: boolean): Promise<void> {
    const query = new URLSearchParams({ ...from, ...this.#filter })
    this.#connections.push({ ...(await connectTo(this.#url, `?${query}`)), isResumed })
  }

  /** Loses the connection and every message after a position. */
  drop(position: number): void {
    this.#latest.socket.terminate()
    for (const connection of this.#connections) {
      connection.messages = ordersIn(connection.messages).filter((one) => one.position <= position)
    }
  }

  /** The order messages of all connections. */
  get orders(): OrderMessage[] {
    return this.#connections.flatMap(({ messages }) => ordersIn(messages))
  }

  /** Resolves when everything that the platform has sent has arrived. */
  async receiveAll(): Promise<void> {
    const { socket, messages, isResumed } = this.#latest
    while (isResumed && !messages.some(isCaughtUp)) await soon(once(socket, 'message'))
    // Messages that were sent before a pong arrive before it.
    const pong = once(socket, 'pong')
    socket.ping()
    await soon(pong)
  }

  /** Checks `previous` in each message, and that `caught-up` comes exactly after the history. */
  check(): void {
    const { messages, isResumed } = this.#latest
    const positions = ordersIn(messages).map(({ position }) => position)
    assert.deepEqual(
      ordersIn(messages).map(({ previous }) => previous),
      [null, ...positions].slice(0, positions.length),
    )
    const [caughtUp, ...others] = messages.filter((message) => message.type !== 'order')
    assert.equal(others.length, 0)
    assert.equal(caughtUp?.type, isResumed ? 'caught-up' : undefined)
    if (caughtUp?.type !== 'caught-up') return
    assert.equal(
      ordersIn(messages.slice(0, messages.indexOf(caughtUp))).length,
      positions.filter((position) => position <= caughtUp.position).length,
      `history ends at ${caughtUp.position}`,
    )
  }

  get #latest(): Connection {
    const connection = this.#connections.at(-1)
    assert.ok(connection)
    return connection
  }
}

/** Rejects when a promise is still pending after two seconds. */
async function soon(promise: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('Nothing more arrives.')), 2000)
  await Promise.race([promise, late.promise]).finally(() => clearTimeout(timer))
}

const isCaughtUp = (message: StreamMessage): message is CaughtUpMessage =>
  message.type === 'caught-up'
