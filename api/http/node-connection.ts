/** What Node knows of a connection and tells nobody: the names are its own, it offers no other way. */
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

interface NodeConnection {
  readonly _httpMessage?: ServerResponse | null
  readonly _paused?: boolean
  readonly parser?: object | null
}

/** The response whose turn it is on a connection. */
export const dueResponse = (connection: Duplex): ServerResponse | undefined =>
  (connection as NodeConnection)._httpMessage ?? undefined

/** Whether Node wants no more requests from a connection until replies have gone out on it. */
export const isThrottled = (connection: Duplex): boolean =>
  (connection as NodeConnection)._paused === true

/** Whether Node's parser reads a connection: not one that was handed on as an upgrade, or is closed. */
export const isReadAsHttp = (connection: Duplex): boolean =>
  Boolean((connection as NodeConnection).parser)
