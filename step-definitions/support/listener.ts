import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Order, OrderStatus } from '../../api/contract.ts'
import type { OrderMessage } from '../../api/stream-contract.ts'
import type { Description } from './conformance.ts'
import { faultsOfMessageTimes } from './consistency.ts'
import { eventually } from './eventually.ts'
import { must } from './must.ts'
import { changeWithinMs, replyWithinMs, target } from './settings.ts'
import type { Transcript } from './transcript.ts'

/** A message and when it was heard, on the clock of `performance.now`. */
export type Heard = { readonly at: number; readonly message: OrderMessage }

/** One subscription to the stream. It checks every message and remembers it in order. */
export class Listener {
  readonly heard: Heard[] = []
  readonly faults: string[] = []
  readonly #name: string
  readonly #socket: WebSocket
  /** With the code that the connection was closed with. */
  readonly #ended: Promise<number>

  /** Resolves once the subscription stands: whatever happens from then on is heard. */
  static async join(
    name: string,
    description: Description | undefined,
    transcript: Transcript,
  ): Promise<Listener> {
    const address = new URL('/ws', target())
    address.protocol = address.protocol.replace('http', 'ws')
    const socket = new WebSocket(address, { handshakeTimeout: replyWithinMs })
    const listener = new Listener(name, socket, description, transcript)
    await once(socket, 'open')
    return listener
  }

  private constructor(
    name: string,
    socket: WebSocket,
    description: Description | undefined,
    transcript: Transcript,
  ) {
    this.#name = name
    this.#socket = socket
    this.#ended = new Promise((resolve) => socket.once('close', resolve))
    socket.on('message', (data, isBinary) => {
      const at = performance.now()
      const text = data.toString()
      const message = parsed(text)
      transcript.note(`${name} hears ${text}`, { at, orderId: message?.orderId })
      const faults =
        isBinary || !message
          ? ['it is no text message in JSON']
          : [...(description?.faultsOfMessage(message) ?? []), ...faultsOfMessageTimes(message)]
      for (const fault of faults) this.faults.push(`${name} heard ${text}\n  but ${fault}`)
      if (message) this.heard.push({ at, message })
    })
    // A refused or broken connection reaches whoever waits for `open` or `close`.
    socket.on('error', (error) => transcript.note(`${name} is cut off: ${error.message}`))
  }

  /** The messages about one order so far. */
  about(orderId: string): Heard[] {
    return this.heard.filter(({ message }) => message.orderId === orderId)
  }

  statusesOf(orderId: string): OrderStatus[] {
    return this.about(orderId).map(({ message }) => message.orderStatus)
  }

  /** Waits until the messages about each order are the expected ones, no more and no fewer. */
  async hears(expected: readonly OrderStatus[], orderIds: readonly string[]): Promise<void> {
    await eventually(changeWithinMs, () => this.hasHeard(expected, orderIds))
  }

  hasHeard(expected: readonly OrderStatus[], orderIds: readonly string[]): void {
    for (const orderId of orderIds) {
      const heard = this.statusesOf(orderId).join(', ')
      const expectation = `${this.#name} should hear ${expected.join(', ')} about order ${orderId}`
      must(heard === expected.join(', '), `${expectation}, but heard ${heard || 'nothing'}`)
    }
  }

  /** Where the messages stand that came from the first to the last one about these orders. */
  positionsAround(orderIds: readonly string[]): number[] {
    const own = new Set(orderIds)
    const isOwn = ({ message }: Heard) => own.has(message.orderId)
    const around = this.heard.slice(
      this.heard.findIndex(isOwn),
      this.heard.findLastIndex(isOwn) + 1,
    )
    return around.map(({ message }) => message.position)
  }

  say(something: string | Buffer): void {
    this.#socket.send(something)
  }

  /** Ends the connection as a crash would: without a word. */
  vanish(): void {
    this.#socket.terminate()
  }

  async leave(): Promise<void> {
    this.#socket.close(1000)
    await this.#ended
  }

  /** The code with which the other side closed; waits until it does. */
  shownOut(): Promise<number> {
    return this.#ended
  }
}

/** The order that a message carries. */
export function orderIn(heard: Heard | undefined): Order {
  must(heard, 'there was no message')
  const { type, position, previous, occurredAt, ...order } = heard.message
  return order
}

function parsed(text: string): OrderMessage | undefined {
  try {
    return JSON.parse(text) as OrderMessage
  } catch {
    return undefined
  }
}
