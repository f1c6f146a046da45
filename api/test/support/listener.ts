/** What tests of the stream share: a listener without a connection, which reads when it likes. */
import type { CloseReason } from '../../broadcast/close-reason.ts'
import type { Encoding } from '../../broadcast/encoding.ts'
import type { Sink } from '../../broadcast/sink.ts'
import type { OrderMessage, StreamMessage } from '../../contract/stream.ts'

const lines: Encoding = {
  encode: (messages) =>
    Buffer.from(messages.map(({ position, text }) => `${position} ${text}\n`).join('')),
}

interface Sent {
  readonly bytes: Buffer
  readonly onTaken: (() => void) | undefined
}

export interface TestListener extends Sink {
  /** What it read so far. */
  readonly messages: StreamMessage[]
  /** The messages of it that are about orders. */
  readonly orders: OrderMessage[]
  /** The position that came with the message read last; undefined when there was none. */
  readonly position: number | undefined
  readonly closeReason: CloseReason | undefined
  /** How often it was asked for a sign of life. */
  readonly pings: number
  /** The most it ever left unread, in bytes. */
  readonly mostUnreadBytes: number
  /** Reads no more, until it is told to go on. */
  stall(): void
  goOn(): void
}

/** Creates a listener that reads at once what it is sent. */
export function createTestListener(): TestListener {
  const messages: StreamMessage[] = []
  let unread: Sent[] = []
  let onGoing: (() => void)[] = []
  let unreadBytes = 0
  let mostUnreadBytes = 0
  let isStalled = false
  let position: number | undefined
  let closeReason: CloseReason | undefined
  let pings = 0

  function read({ bytes, onTaken }: Sent): void {
    for (const line of String(bytes).trimEnd().split('\n')) {
      const space = line.indexOf(' ')
      position = Number(line.slice(0, space))
      messages.push(JSON.parse(line.slice(space)))
    }
    // A connection tells of it later, too.
    if (onTaken) setImmediate(onTaken)
  }

  return {
    encoding: lines,
    messages,
    get orders() {
      return messages.filter((message) => message.type === 'order')
    },
    get position() {
      return position
    },
    get closeReason() {
      return closeReason
    },
    get pings() {
      return pings
    },
    get unreadBytes() {
      return unreadBytes
    },
    get mostUnreadBytes() {
      return mostUnreadBytes
    },
    send(bytes, onTaken) {
      if (closeReason) return
      if (isStalled) {
        unread.push({ bytes, onTaken })
        unreadBytes += bytes.length
        mostUnreadBytes = Math.max(mostUnreadBytes, unreadBytes)
      } else {
        read({ bytes, onTaken })
      }
    },
    delivered: () =>
      isStalled ? new Promise((resolve) => onGoing.push(resolve)) : Promise.resolve(),
    ping() {
      pings++
    },
    cutOff() {
      closeReason = { code: 1006, reason: '' }
    },
    close(reason) {
      closeReason = reason
    },
    stall() {
      isStalled = true
    },
    goOn() {
      isStalled = false
      const waiting = unread
      unread = []
      unreadBytes = 0
      for (const sent of waiting) read(sent)
      for (const tell of onGoing) tell()
      onGoing = []
    },
  }
}
