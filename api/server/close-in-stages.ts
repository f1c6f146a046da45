import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'

/** How long a closing connection waits for its client. */
export interface Lingering {
  /** The time of the process. */
  readonly clock: Clock
  /** How long the client may be silent, in milliseconds. */
  readonly lingerMs: number
  /** How long it may go on sending, in milliseconds. */
  readonly requestMs: number
  /** The connections of the server that are being closed, the longest ago first. */
  readonly closing: Set<Duplex>
}

/** How many connections of a server wait for their clients at once; one more destroys the first of them. */
export const maxClosing = 1000

const begun = new WeakSet<Duplex>()

/** Whether a connection is being closed in stages. */
export const isClosingInStages = (connection: Duplex): boolean => begun.has(connection)

/**
 * Closes a connection so that the client reads what was sent (RFC 9112, section 9.6): sends
 * `lastWords`, closes the sending side, discards what still arrives, and destroys the connection when
 * the client closes its side or the time is over. A connection that is closed with unread bytes is
 * reset, and the reset can overtake the reply. A second call does nothing.
 */
export function closeInStages(
  connection: Duplex,
  { clock, lingerMs, requestMs, closing }: Lingering,
  lastWords = '',
): void {
  if (begun.has(connection)) return
  begun.add(connection)
  // Node no longer handles the errors of a connection that it gave away as an upgrade.
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
  // Node's parser must not see these bytes: it would carry out a request that was refused half-read.
  connection.removeAllListeners('data')
  connection.on('data', () => {
    isSilent = false
  })
  connection.resume()
  connection.end(lastWords)

  const end = clock.now() + requestMs
  let cancel = () => {}
  function look(): void {
    cancel = clock.schedule(clock.now() + lingerMs, () => {
      if (isSilent || clock.now() >= end) {
        connection.destroy()
        return
      }
      isSilent = true
      look()
    })
  }
  look()
  connection.once('close', () => cancel())
}
