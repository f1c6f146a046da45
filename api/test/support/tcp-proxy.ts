import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * Opens a TCP proxy to a port, for clients that lose their connection. A client does not notice when
 * the proxy leads to another server.
 */
export async function openTcpProxy(port: number) {
  let target = port
  let breakAfter: string | undefined
  let isRefusing = false
  const clients = new Set<Socket>()

  function join(client: Socket): void {
    if (isRefusing) {
      client.destroy()
      return
    }
    const server = connect(target, '127.0.0.1')
    clients.add(client)
    client.pipe(server)
    client.on('drain', () => server.resume())
    client.on('error', () => {})
    client.on('close', () => {
      clients.delete(client)
      server.destroy()
    })
    server.on('error', () => client.destroy())
    server.on('end', () => client.end())
    server.on('data', (bytes: Buffer) => pass(bytes, server, client))
    // A proxy that a test has forgotten must not keep this process alive.
    client.unref()
    server.unref()
  }

  function pass(bytes: Buffer, server: Socket, client: Socket): void {
    const start = breakAfter === undefined ? -1 : bytes.indexOf(breakAfter)
    if (breakAfter === undefined || start < 0) {
      if (!client.write(bytes)) server.pause()
      return
    }
    client.end(bytes.subarray(0, start + breakAfter.length), () => client.destroy())
    breakAfter = undefined
    server.destroy()
  }

  const proxy = createServer(join).listen(0, '127.0.0.1').unref()
  await once(proxy, 'listening')

  function cut(): void {
    for (const client of clients) client.destroy()
  }

  const { port: ownPort } = proxy.address() as AddressInfo
  return {
    port: ownPort,
    url: `http://127.0.0.1:${ownPort}`,
    close(): void {
      proxy.close()
      cut()
    },
    /** Breaks every connection. */
    cut,
    /** Breaks every connection, and new ones until `accept`. */
    refuse(): void {
      isRefusing = true
      cut()
    },
    accept(): void {
      isRefusing = false
    },
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

export type TcpProxy = Awaited<ReturnType<typeof openTcpProxy>>
