import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'
import type { Problem } from '../contract.ts'

const closing = new WeakSet<Duplex>()

/**
 * Writes a problem onto a connection on which Node has no request that could be answered, and
 * closes it. What still comes on it is thrown away unread, for a connection that is closed with
 * something unread is reset, and a reset may overtake the problem (RFC 9112, section 9.6). One who
 * has not gone after `lingerMs` is cut off.
 */
export function writeProblem(
  socket: Duplex,
  problem: Problem,
  headers: Readonly<Record<string, string>>,
  { clock, lingerMs }: { readonly clock: Clock; readonly lingerMs: number },
): void {
  if (closing.has(socket)) return
  closing.add(socket)
  // Node takes its hands off a connection that it gives away: its errors are ours now.
  socket.on('error', () => socket.destroy())
  if (!socket.writable) {
    socket.destroy()
    return
  }
  // Nor may Node's parser see it: a request that was refused half-read would be carried out.
  socket.removeAllListeners('data')
  socket.on('data', () => {})
  socket.resume()

  const body = JSON.stringify(problem)
  const fields = Object.entries({
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  const { status } = problem
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join('')}\r\n${body}`)

  const callOff = clock.at(clock.now() + lingerMs, () => socket.destroy())
  socket.once('close', callOff)
}
