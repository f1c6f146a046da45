import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Servers for the tests of a file. `close` also restores BASE_URL. */
export function targetServers() {
  const { BASE_URL } = process.env
  const servers: Server[] = []
  return {
    /** Starts a server; returns its origin. */
    async open(answer: RequestListener): Promise<string> {
      const server = createServer(answer).listen(0, '127.0.0.1')
      servers.push(server)
      await once(server, 'listening')
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    /** The server that was opened last. */
    get last() {
      return servers.at(-1)
    },
    close() {
      for (const server of servers.splice(0)) {
        server.closeAllConnections()
        server.close()
      }
      if (BASE_URL === undefined) delete process.env.BASE_URL
      else process.env.BASE_URL = BASE_URL
    },
  }
}
