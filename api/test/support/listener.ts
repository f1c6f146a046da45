import type { CloseReason } from '../../broadcast/close-reason.ts'
import type { Encoding, Sink } from '../../broadcast/sink.ts'
import type { StreamMessage } from '../../contract/stream.ts'
import { ordersIn } from './stream-clients.ts'

/** Shared, because the stream encodes once per encoding. */
const lines: Encoding = {
  encode: (messages) =>
    Buffer.from(messages.map(({ position, text }) => `${position} ${text}\n`).join('')),
}

interface Sent {
  readonly bytes: Buffer
  readonly onTaken: (() => void) | undefined
}

/** A sink without a connection. Reads immediately unless stalled. */
export class TestListener implements Sink {
  readonly encoding = lines
  readonly messages: StreamMessage[] = []
  /** The position that came with the last message. */
  position: number | undefined
  closeReason: CloseReason | undefined
  /** How many pings it received. */
  pings = 0
  unreadBytes = 0
  /** The peak of `unreadBytes`. */
  mostUnreadBytes = 0
  #isStalled = false
  #unread: Sent[] = []
  #waiting: (() => void)[] = []

  get orders() {
    return ordersIn(this.messages)
  }

  send = (bytes: Buffer, onTaken?: () => void): void => {
    if (this.closeReason) return
    if (!this.#isStalled) {
      this.#read({ bytes, onTaken })
      return
    }
    this.#unread.push({ bytes, onTaken })
    this.unreadBytes += bytes.length
    this.mostUnreadBytes = Math.max(this.mostUnreadBytes, this.unreadBytes)
  }

  delivered(): Promise<void> {
    return this.#isStalled
      ? new Promise((resolve) => this.#waiting.push(resolve))
      : Promise.resolve()
  }

  ping(): void {
    this.pings++
  }

  cutOff(): void {
    this.closeReason = { code: 1006, reason: '' }
  }

  close(reason: CloseReason): void {
    this.closeReason = reason
  }

  /** Stops reading until `goOn`. */
  stall(): void {
    this.#isStalled = true
  }

  goOn(): void {
    this.#isStalled = false
    this.unreadBytes = 0
    for (const sent of this.#unread.splice(0)) this.#read(sent)
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #read({ bytes, onTaken }: Sent): void {
    for (const line of String(bytes).trimEnd().split('\n')) {
      const space = line.indexOf(' ')
      this.position = Number(line.slice(0, space))
      this.messages.push(JSON.parse(line.slice(space)))
    }
    // A connection reports it later, too.
    if (onTaken) setImmediate(onTaken)
  }
}

export const createTestListener = () => new TestListener()
