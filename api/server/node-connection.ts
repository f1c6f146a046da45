/** What Node knows of a connection and tells nobody: the names are its own, it offers no other way. */
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

type NodeConnection = Duplex & {
  readonly _httpMessage?: ServerResponse | null
  _paused?: boolean
  readonly parser?: { resume(): void } | null
}

/** The response whose turn it is on a connection. */
export const dueResponse = (connection: Duplex): ServerResponse | undefined =>
  (connection as NodeConnection)._httpMessage ?? undefined

/** Has Node stop its parser after what it has read already, as it does when replies pile up. */
export function stopReading(connection: Duplex): void {
  const node = connection as NodeConnection
  if (node._paused) return
  node._paused = true
  connection.pause()
}

/** Has Node read on where it was stopped. */
export function readFurther(connection: Duplex): void {
  const node = connection as NodeConnection
  if (!node._paused || !node.parser) return
  node._paused = false
  node.parser.resume()
  connection.resume()
}

/** Whether Node's parser reads a connection: not one that was handed on as an upgrade, or is closed. */
export const isReadAsHttp = (connection: Duplex): boolean =>
  Boolean((connection as NodeConnection).parser)
