import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { after } from 'node:test'

/**
 * Opens a TCP proxy to a port, for clients that lose their connection. A client does not notice when
 * the proxy leads to another server. It closes after the test.
 */
export async function openTcpProxy(port: number) {
  let target = port
  let breakAfter: string | undefined
  const clients = new Set<Socket>()

  function join(client: Socket): void {
    const server = connect(target, '127.0.0.1')
    clients.add(client)
    client.pipe(server)
    client.on('error', () => {})
    client.on('close', () => {
      clients.delete(client)
      server.destroy()
    })
    server.on('error', () => client.destroy())
    server.on('end', () => client.end())
    server.on('data', (bytes: Buffer) => {
      const start = breakAfter === undefined ? -1 : bytes.indexOf(breakAfter)
      if (breakAfter === undefined || start < 0) {
        client.write(bytes)
        return
      }
      client.end(bytes.subarray(0, start + breakAfter.length), () => client.destroy())
      breakAfter = undefined
      server.destroy()
    })
  }

  const proxy = createServer(join).listen(0, '127.0.0.1')
  await once(proxy, 'listening')

  function cut(): void {
    for (const client of clients) client.destroy()
  }

  after(() => {
    proxy.close()
    cut()
  })
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    /** Breaks every connection. */
    cut,
    /** Breaks the next connection that carries a text, right after the text. */
    cutAfter(text: string): void {
      breakAfter = text
    },
    /** Leads new connections to another port. */
    leadTo(other: number): void {
      target = other
    },
  }
}
