import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'

/** A server that sends prepared replies and messages, and records what it receives. */
export class Broker {
  readonly requests: string[] = []
  readonly replies: [status: number, body: unknown][] = []
  readonly #server = createServer(async (request, response) => {
    await this.#record(request)
    const [status, body] = this.replies.shift() ?? [500, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  readonly #sockets = new WebSocketServer({ server: this.#server })
  /** The messages that it sends to a client that subscribes; if empty, it closes the connection. */
  messages: string[] = []

  async open(): Promise<string> {
    this.#sockets.on('connection', (socket, { url }) => this.#talk(socket, url))
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #record(request: IncomingMessage): Promise<void> {
    const { method, url } = request
    this.requests.push(`${method} ${url} ${await text(request)}`.trim())
  }

  #talk(socket: WebSocket, url: string | undefined): void {
    this.requests.push(`GET ${url}`)
    socket.on('message', (data) => {
      this.requests.push(data.toString())
      if (!data.toString().includes('subscribe')) return
      if (this.messages.length === 0) socket.close(1008)
      for (const message of this.messages) socket.send(message)
    })
  }
}
