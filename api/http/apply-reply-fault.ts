import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { InjectedFault } from '../faults/fault-rules.ts'
import { failure } from './failure.ts'
import type { ApiEnv } from './reply.ts'

/** Lets a fault befall the reply to a request; the venue has done its part. */
export async function applyReplyFault(c: Context<ApiEnv>, fault: InjectedFault): Promise<void> {
  // What the journal keeps is what the venue answered.
  c.set('entry', undefined)
  switch (fault.does) {
    case 'answer':
      return sendInstead(c, failure(c, fault, 'after-commit'))
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
      // The handlers of a GET answer a HEAD, too, but no body goes with that.
      const sent = body.subarray(0, c.req.method === 'HEAD' ? 0 : body.length / 2)
      return breakConnection(c, (socket, outgoing) => {
        // The head goes with the first of the body: where there is none, nothing.
        if (sent.length > 0) outgoing.writeHead(status, announced).write(sent)
        socket.destroySoon()
      })
    }
  }
}

/** Takes the connection out of Hono's hands; an app that is asked without one answers with the network error that a client would see. */
function breakConnection(
  c: Context<ApiEnv>,
  act: (socket: Socket, outgoing: ServerResponse) => void,
): void {
  const outgoing = c.env?.outgoing
  sendInstead(c, outgoing ? RESPONSE_ALREADY_SENT : Response.error())
  // One that was sent ahead on its connection has to wait for its turn.
  if (outgoing?.socket) act(outgoing.socket, outgoing)
  else outgoing?.once('socket', (socket: Socket) => act(socket, outgoing))
}

/** Forgets the reply first, as Hono would else mix the headers of the two. */
function sendInstead(c: Context<ApiEnv>, response: Response): void {
  c.res = undefined
  c.res = response
}
