import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { InjectedFault } from '../faults/fault-rules.ts'
import { failure } from './failure.ts'
import type { ApiEnv } from './reply.ts'

/** Applies a fault to a reply, after the venue has acted. */
export async function applyReplyFault(c: Context<ApiEnv>, fault: InjectedFault): Promise<void> {
  // The journal keeps the reply of the venue, not what the fault makes of it.
  c.set('entry', undefined)
  // It is not held back again.
  c.set('showsLog', false)
  switch (fault.does) {
    case 'answer':
      return replaceReply(c, failure(c, fault, 'after-commit'))
    case 'delay':
      return c.get('inFlight').wait(fault.ms)
    case 'close':
      return breakConnection(c, (socket) => socket.destroySoon())
    case 'reset':
      return breakConnection(c, (socket) => socket.resetAndDestroy())
    case 'truncate': {
      const { status, headers } = c.res
      const body = Buffer.from(await c.res.arrayBuffer())
      const announced = { ...Object.fromEntries(headers), 'content-length': body.length }
      // A GET handler also serves HEAD, whose reply has no body.
      const sent = body.subarray(0, c.req.method === 'HEAD' ? 0 : body.length / 2)
      return breakConnection(c, (socket, outgoing) => {
        // Node sends the head with the first bytes of the body. Without a body, nothing is sent.
        if (sent.length > 0) outgoing.writeHead(status, announced).write(sent)
        socket.destroySoon()
      })
    }
  }
}

/** Takes the connection over from Hono. Without a connection, replies with a network error. */
function breakConnection(
  c: Context<ApiEnv>,
  act: (socket: Socket, outgoing: ServerResponse) => void,
): void {
  const outgoing = c.env?.outgoing
  replaceReply(c, outgoing ? RESPONSE_ALREADY_SENT : Response.error())
  // A pipelined response has no socket until the replies before it are sent.
  if (outgoing?.socket) act(outgoing.socket, outgoing)
  else outgoing?.once('socket', (socket: Socket) => act(socket, outgoing))
}

/** Replaces the reply. Clears it first, because Hono would merge the headers of both. */
export function replaceReply(c: Context<ApiEnv>, response: Response): void {
  c.res = undefined
  c.res = response
}
