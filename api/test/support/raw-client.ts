import { connect } from 'node:net'
import { after } from 'node:test'
import { type Reply, takeReply } from './reply.ts'

/** Opens a connection on which a test sends any bytes at any time and reads one reply at a time. */
export function connectRawClient(port: number) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).setNoDelay()
  let received: Buffer = Buffer.alloc(0)
  let hasEnded = false
  let isLastTaken = false
  let failure: Error | undefined
  let onChange = () => {}
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes])
    onChange()
  })
  socket.on('end', () => {
    hasEnded = true
    onChange()
  })
  socket.on('error', (error) => {
    failure = error
  })
  socket.on('close', () => {
    failure ??= new Error(`The connection is closed after: ${received}`)
    onChange()
  })

  /** Resolves when something has arrived. Rejects when the connection breaks first. */
  async function change(): Promise<void> {
    if (!failure) await new Promise<void>((resolve) => (onChange = resolve))
    if (failure) throw failure
  }

  return {
    socket,
    /** What has arrived and was not returned as a reply. */
    get received() {
      return String(received)
    },
    /** Whether the connection takes no more requests. */
    get isOver() {
      return isLastTaken || hasEnded || socket.destroyed
    },
    /** Resolves when the system has taken the text. Rejects when the connection breaks first. */
    send: (text: string | Buffer) =>
      new Promise<void>((resolve, reject) => {
        socket.write(text, (error) => (error ? reject(error) : resolve()))
      }),
    /** The next reply. Rejects when the connection breaks or ends first. */
    async reply(isHead = false): Promise<Reply> {
      for (;;) {
        const taken = takeReply(received, isHead, hasEnded)
        if (taken) {
          received = Buffer.from(taken.rest)
          isLastTaken = taken.isLast
          return taken.reply
        }
        if (hasEnded) throw new Error(`The connection ended after: ${received}`)
        await change()
      }
    },
    /** Resolves when the server has closed its side. Rejects when the connection is reset. */
    async end(): Promise<void> {
      while (!hasEnded) await change()
    },
  }
}

/** Opens a raw client and destroys its connection after the test. */
export function openRawClient(port: number) {
  const client = connectRawClient(port)
  after(() => client.socket.destroy())
  return client
}
