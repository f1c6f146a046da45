import { connect, type Socket } from 'node:net'
import { type Reply, takeReply } from './reply.ts'

/** One after the other, requests as they are written, over a connection that is kept as long as it lasts. */
export interface Lane {
  /** Rejects when the connection ends without a whole reply, or none comes in time. */
  ask(request: Buffer, isHead: boolean): Promise<Reply>
  close(): void
}

/** Whoever answers no request of the fuzz for this long is taken to hang. */
const replyWithinMs = 20_000

export function createLane(port: number): Lane {
  let socket: Socket | undefined
  let received: Buffer = Buffer.alloc(0)
  let asking: { isHead: boolean; answered: PromiseWithResolvers<Reply> } | undefined

  function open(): Socket {
    const opened = connect(port, '127.0.0.1').setNoDelay()
    opened.setTimeout(replyWithinMs, () => fail(opened, 'no reply in time'))
    opened.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      read(opened, false)
    })
    opened.on('end', () => read(opened, true))
    opened.on('error', ({ message }) => fail(opened, message))
    opened.on('close', () => fail(opened, 'closed without a reply'))
    return opened
  }

  function read(from: Socket, hasEnded: boolean): void {
    if (from !== socket || !asking) return
    const { isHead, answered } = asking
    const taken = takeReply(received, isHead, hasEnded)
    if (!taken) return
    asking = undefined
    received = taken.rest
    if (taken.isLast) drop()
    if (received.length === 0) answered.resolve(taken.reply)
    else answered.reject(new Error(`bytes beyond the reply: ${received}`))
  }

  function fail(from: Socket, reason: string): void {
    if (from !== socket) return
    drop()
    asking?.answered.reject(new Error(reason))
    asking = undefined
  }

  function drop(): void {
    socket?.destroy()
    socket = undefined
    received = Buffer.alloc(0)
  }

  return {
    ask(request, isHead) {
      const answered = Promise.withResolvers<Reply>()
      asking = { isHead, answered }
      socket ??= open()
      socket.write(request)
      return answered.promise
    },
    close: drop,
  }
}
