/** A client that sends what it likes over one connection, when it likes, and reads reply by reply. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { after } from 'node:test'
import { type Reply, takeReply } from '../fuzz/reply.ts'

/** Opens a connection that the client closes only after the server; closed when the test is over. */
export function converse(port: number) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).setNoDelay()
  after(() => socket.destroy())
  let received: Buffer = Buffer.alloc(0)
  let hasEnded = false
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes])
  })
  socket.on('end', () => {
    hasEnded = true
  })

  return {
    socket,
    /** Everything that has come and is no reply that was taken. */
    get received() {
      return String(received)
    },
    /** Resolves when the system has taken the text; rejects when the connection breaks first. */
    send: (text: string) =>
      new Promise<void>((resolve, reject) => {
        socket.write(text, (error) => (error ? reject(error) : resolve()))
      }),
    /** The next reply; rejects when the connection breaks or ends first. */
    async reply(): Promise<Reply> {
      for (;;) {
        const taken = takeReply(received, false, hasEnded)
        if (taken) {
          received = Buffer.from(taken.rest)
          return taken.reply
        }
        if (hasEnded) throw new Error(`The connection ended after: ${received}`)
        await Promise.race([once(socket, 'data'), once(socket, 'end')])
      }
    },
    /** Waits until the server has closed its side; rejects when the connection is reset. */
    async end(): Promise<void> {
      if (!hasEnded) await once(socket, 'end')
    },
  }
}
