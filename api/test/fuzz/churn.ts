import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { isClosedInTime } from './connection-fuzz.ts'
import { goodHandshake } from './handshakes.ts'

/** What a client sends. Then it leaves at once, after it has received data, or without reading it. */
interface Beginning {
  readonly text: string
  readonly leaves: 'at once' | 'after data' | 'without reading data'
}

const handshake = goodHandshake('')
const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`
const halfPlacement =
  'POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"symbol"'

const beginnings: readonly Beginning[] = [
  { text: '', leaves: 'at once' },
  { text: handshake.slice(0, 50), leaves: 'at once' },
  { text: handshake, leaves: 'at once' },
  { text: handshake, leaves: 'after data' },
  { text: goodHandshake('?symbol=EURUSD&heartbeatMs=100'), leaves: 'after data' },
  { text: goodHandshake('?from=0'), leaves: 'without reading data' },
  { text: get('/events'), leaves: 'at once' },
  { text: get('/events'), leaves: 'after data' },
  { text: get('/events?from=0'), leaves: 'without reading data' },
  { text: get('/orders'), leaves: 'at once' },
  { text: get('/orders'), leaves: 'after data' },
  { text: halfPlacement, leaves: 'at once' },
]

/** The first half of a text frame of 100 bytes, masked with zeros (RFC 6455, section 5.2). */
const halfFrame = Buffer.from([0x81, 0x80 + 100, 0, 0, 0, 0, ...new Uint8Array(50)])
const closeFrame = Buffer.from([0x88, 0x80 + 2, 0, 0, 0, 0, 0x03, 0xe8])

const endings: readonly (readonly [how: string, leave: (socket: Socket) => void])[] = [
  ['without a close frame', (socket) => socket.destroy()],
  ['with a reset', (socket) => socket.resetAndDestroy()],
  ['by ending its side', (socket) => socket.resume().end()],
  [
    'in the middle of a frame',
    (socket) => {
      socket.write(halfFrame)
      setImmediate(() => socket.resetAndDestroy())
    },
  ],
  ['with a close frame', (socket) => socket.resume().end(closeFrame)],
]

const connections = 100

/** Opens connections and leaves them in every way. Rejects when the server does not close one. */
export async function churn(port: number, count: number): Promise<void> {
  let opened = 0

  async function openAll(): Promise<void> {
    while (opened < count) {
      const nth = opened++
      // The lengths have no common factor, so every beginning meets every ending.
      const beginning = beginnings[nth % beginnings.length] as Beginning
      const [how, leave] = endings[nth % endings.length] as (typeof endings)[number]
      const socket = await begin(port, beginning)
      leave(socket)
      if (!(await isClosedInTime(socket))) {
        throw new Error(`The server does not close after ${JSON.stringify(beginning.text)}, ${how}`)
      }
    }
  }

  await Promise.all(Array.from({ length: connections }, openAll))
}

async function begin(port: number, { text, leaves }: Beginning): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  socket.on('error', () => {})
  socket.write(text)
  if (leaves !== 'at once') await once(socket, 'readable')
  if (leaves !== 'without reading data') socket.resume()
  return socket
}
