import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'
import { startHeartbeat } from '../broadcast/heartbeat.ts'

/** How long a closing connection waits for its client to close. */
export interface Lingering {
  /** The clock of the process. */
  readonly clock: Clock
  /** The longest silence of the client, in milliseconds. */
  readonly lingerMs: number
  /** How long the client may continue to send, in milliseconds. */
  readonly requestMs: number
  /** The closing connections of the server, oldest first. */
  readonly closing: Set<Duplex>
}

/** The most connections of a server that may wait for their clients. One more destroys the oldest. */
export const maxClosing = 1000

const closingInStages = new WeakSet<Duplex>()

/** Whether a connection is being closed in stages. */
export const isClosingInStages = (connection: Duplex): boolean => closingInStages.has(connection)

/**
 * Closes a connection so that the client can read the reply (RFC 9112, section 9.6). Sends `lastBytes`,
 * closes the sending side, discards what still arrives, and destroys the connection when the client
 * closes its side or the time is over. Without this, the operating system resets a connection that has
 * unread bytes, and the reset can overtake the reply. A second call does nothing.
 */
export function closeInStages(
  connection: Duplex,
  { clock, lingerMs, requestMs, closing }: Lingering,
  lastBytes = '',
): void {
  if (closingInStages.has(connection)) return
  closingInStages.add(connection)
  // Node does not handle errors of a connection after an upgrade.
  connection.on('error', () => connection.destroy())
  if (!connection.writable) {
    connection.destroy()
    return
  }
  closing.add(connection)
  connection.once('close', () => closing.delete(connection))
  const [first] = closing
  if (closing.size > maxClosing) first?.destroy()
  let isSilent = true
  // Hides further bytes from Node's parser: it would run a request that was refused half-read.
  connection.removeAllListeners('data')
  connection.on('data', () => {
    isSilent = false
  })
  connection.resume()
  connection.end(lastBytes)

  const end = clock.now() + requestMs
  const stopChecks = startHeartbeat(lingerMs, clock, () => {
    if (isSilent || clock.now() >= end) connection.destroy()
    isSilent = true
  })
  connection.once('close', stopChecks)
}
