import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { goodHandshake } from './handshakes.ts'

/** What a client says before it goes; `answered` when it waits until it hears something. */
interface Beginning {
  readonly text: string
  readonly isAnswered: boolean
  /** Whether it reads what it is sent. */
  readonly isReading: boolean
}

const sent = (text: string): Beginning => ({ text, isAnswered: false, isReading: true })
const answered = (text: string): Beginning => ({ text, isAnswered: true, isReading: true })
const stalled = (text: string): Beginning => ({ text, isAnswered: true, isReading: false })

const handshake = goodHandshake('')
const events = 'GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n'
const list = 'GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n'
const place =
  'POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"symbol"'

const beginnings: readonly Beginning[] = [
  sent(''),
  sent(handshake.slice(0, 50)),
  sent(handshake),
  answered(handshake),
  answered(goodHandshake('?symbol=EURUSD&heartbeatMs=100')),
  stalled(goodHandshake('?from=0')),
  sent(events),
  answered(events),
  stalled(events.replace('events', 'events?from=0')),
  sent(list),
  answered(list),
  sent(place),
]

/** The first half of a text frame of 100 bytes, masked with zeros (RFC 6455, section 5.2). */
const halfFrame = Buffer.from([0x81, 0x80 + 100, 0, 0, 0, 0, ...new Uint8Array(50)])
const closeFrame = Buffer.from([0x88, 0x80 + 2, 0, 0, 0, 0, 0x03, 0xe8])

const endings: Readonly<Record<string, (socket: Socket) => void>> = {
  'without a word': (socket) => socket.destroy(),
  'by a reset': (socket) => socket.resetAndDestroy(),
  'by ending its side': (socket) => socket.resume().end(),
  'in the middle of a frame': (socket) => {
    socket.write(halfFrame)
    setImmediate(() => socket.resetAndDestroy())
  },
  'with a close frame': (socket) => socket.resume().end(closeFrame),
}

export interface Churn {
  readonly port: number
  /** How many connections are opened, in one way after the other. */
  readonly count: number
  /** How many of them are open at a time. */
  readonly atOnce: number
}

/** A connection that its client has left, and the server has not after this long, is taken to be left open. */
const endWithinMs = 20_000

/** Opens connections and leaves them, in every way there is; resolves when all of them are closed. */
export async function churn({ port, count, atOnce }: Churn): Promise<void> {
  const leave = Object.entries(endings)
  let opened = 0

  async function goOn(): Promise<void> {
    while (opened < count) {
      const nth = opened++
      // Their numbers have no common factor, so that each beginning meets each ending.
      const beginning = beginnings[nth % beginnings.length] as Beginning
      const [how, end] = leave[nth % leave.length] as (typeof leave)[number]
      const socket = await begin(port, beginning)
      const closed = new Promise((resolve) => socket.once('close', resolve))
      end(socket)
      const late = setTimeout(() => socket.destroy(new Error('late')), endWithinMs)
      await closed
      clearTimeout(late)
      if (socket.errored?.message === 'late') {
        throw new Error(`still open, though left ${how} after ${JSON.stringify(beginning.text)}`)
      }
    }
  }

  await Promise.all(Array.from({ length: atOnce }, goOn))
}

async function begin(port: number, { text, isAnswered, isReading }: Beginning): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  socket.on('error', () => {})
  socket.write(text)
  if (isAnswered) await once(socket, 'readable')
  if (isReading) socket.resume()
  return socket
}
