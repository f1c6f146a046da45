import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Problem } from '../contract/orders.ts'
import { closeInStages, type Lingering } from './close-in-stages.ts'

/**
 * Writes a problem onto a connection on which Node has no request that could be answered, and
 * closes it.
 */
export function writeProblem(
  socket: Duplex,
  problem: Problem,
  headers: Readonly<Record<string, string>>,
  lingering: Lingering,
): void {
  const body = JSON.stringify(problem)
  const fields = Object.entries({
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  const { status } = problem
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join('')}\r\n`
  closeInStages(socket, lingering, head + body)
}
