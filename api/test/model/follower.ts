/** Somebody who follows a platform over WebSockets, loses the connection and comes back. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { WebSocket } from 'ws'
import type { CaughtUpMessage, OrderMessage, StreamMessage } from '../../contract/stream.ts'
import { connectTo } from '../support/stream-clients.ts'

/** One connection, and what came over it. */
interface Connection {
  readonly socket: WebSocket
  readonly isResumed: boolean
  messages: StreamMessage[]
}

export class ModelFollower {
  readonly #url: string
  readonly #filter: Record<string, string>
  readonly #connections: Connection[] = []

  constructor(url: string, filter: Record<string, string>) {
    this.#url = url
    this.#filter = filter
  }

  /** Hears what happens from now on. */
  connect(): Promise<void> {
    return this.#connect({}, false)
  }

  /** Hears what came after a position, and goes on from there. */
  resume(position: number, log: string): Promise<void> {
    return this.#connect({ from: `${position}`, log }, true)
  }

  async #connect(wish: Record<string, string>, isResumed: boolean): Promise<void> {
    const query = new URLSearchParams({ ...wish, ...this.#filter })
    this.#connections.push({ ...(await connectTo(this.#url, `?${query}`)), isResumed })
  }

  /** Loses the connection, and all that ever came after a position. */
  drop(position: number): void {
    this.#latest.socket.terminate()
    for (const connection of this.#connections) {
      connection.messages = ordersIn(connection.messages).filter((one) => one.position <= position)
    }
  }

  /** What was heard of orders, over all connections. */
  get orders(): OrderMessage[] {
    return this.#connections.flatMap(({ messages }) => ordersIn(messages))
  }

  /** Resolves once all that the platform has sent has come. */
  async hearsAll(): Promise<void> {
    const { socket, messages, isResumed } = this.#latest
    // History takes its time, and says where it ends.
    while (isResumed && !messages.some(isCaughtUp)) await soon(once(socket, 'message'))
    // What was sent before a pong comes before it.
    const pong = once(socket, 'pong')
    socket.ping()
    await soon(pong)
  }

  /** Checks that messages name the one before, and that the end of history is where it is said to be. */
  check(): void {
    const { messages, isResumed } = this.#latest
    const positions = ordersIn(messages).map(({ position }) => position)
    assert.deepEqual(
      ordersIn(messages).map(({ previous }) => previous),
      [null, ...positions].slice(0, positions.length),
    )
    const [seam, ...others] = messages.filter((message) => message.type !== 'order')
    assert.equal(others.length, 0)
    assert.equal(seam?.type, isResumed ? 'caught-up' : undefined)
    if (seam?.type !== 'caught-up') return
    const history = ordersIn(messages.slice(0, messages.indexOf(seam)))
    assert.equal(
      history.length,
      positions.filter((position) => position <= seam.position).length,
      `history ends at ${seam.position}`,
    )
  }

  get #latest(): Connection {
    const connection = this.#connections.at(-1)
    assert.ok(connection)
    return connection
  }
}

/** Rejects when something does not happen within two seconds. */
async function soon(happening: Promise<unknown>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('nothing more is heard')), 2000)
  try {
    await Promise.race([happening, promise])
  } finally {
    clearTimeout(timer)
  }
}

const isCaughtUp = (message: StreamMessage): message is CaughtUpMessage =>
  message.type === 'caught-up'

const ordersIn = (messages: readonly StreamMessage[]) =>
  messages.filter((message): message is OrderMessage => message.type === 'order')
