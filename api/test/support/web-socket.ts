/** What tests over WebSockets share: a client that keeps what it hears. */
import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import type { OrderMessage, StreamMessage } from '../../contract/stream.ts'

/** Connects to the stream of a platform; resolves when the connection stands. */
export async function connectTo(url: string, query = '') {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws${query}`)
  const messages: StreamMessage[] = []
  let headers: IncomingHttpHeaders = {}
  socket.on('upgrade', (response: IncomingMessage) => {
    headers = response.headers
  })
  socket.on('message', (data) => messages.push(JSON.parse(String(data))))
  socket.on('error', () => {})
  await once(socket, 'open')
  return {
    socket,
    messages,
    /** Those of the handshake's reply. */
    headers,
    orders: () => messages.filter((message): message is OrderMessage => message.type === 'order'),
  }
}
