/** What tests of clients that lose their connection share: a connection that breaks at a chosen byte. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { after } from 'node:test'

/**
 * Opens a port that leads to another one; closed when the test is over. A client behind it cannot
 * notice that the server at the far end was replaced.
 */
export async function layCable(port: number) {
  let target = port
  let breakAfter: string | undefined
  const ends = new Set<Socket>()

  function join(near: Socket): void {
    const far = connect(target, '127.0.0.1')
    ends.add(near)
    near.pipe(far)
    far.on('data', (bytes: Buffer) => {
      const place = breakAfter === undefined ? -1 : bytes.indexOf(breakAfter)
      if (breakAfter === undefined || place < 0) {
        near.write(bytes)
        return
      }
      near.end(bytes.subarray(0, place + breakAfter.length), () => near.destroy())
      breakAfter = undefined
      far.destroy()
    })
    far.on('end', () => near.end())
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.on('error', () => {})
      end.once('close', () => {
        ends.delete(end)
        if (end === near || !near.writableEnded) other.destroy()
      })
    }
  }

  const server = createServer(join).listen(0, '127.0.0.1')
  await once(server, 'listening')

  function cut(): void {
    for (const end of ends) end.destroy()
  }

  after(() => {
    server.close()
    cut()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Breaks every connection. */
    cut,
    /** Breaks the next connection over which a text comes, right behind that text. */
    cutAfter(text: string): void {
      breakAfter = text
    },
    /** Leads connections that are made from now on to another port. */
    leadTo(other: number): void {
      target = other
    },
  }
}
