/** Clients of the stream over real connections. They keep what they receive. */
import { once } from 'node:events'
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { createParser } from 'eventsource-parser'
import { WebSocket } from 'ws'
import type { OrderMessage, StreamMessage } from '../../contract/stream.ts'

export const ordersIn = (messages: readonly StreamMessage[]): OrderMessage[] =>
  messages.filter((message): message is OrderMessage => message.type === 'order')

/** Opens a WebSocket to a platform. */
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
  return { socket, messages, headers, orders: () => ordersIn(messages) }
}

/** Reads the Server-Sent Events of a platform; resolves when the head of the reply has arrived. */
export async function listenTo(url: string, query = '', headers: Record<string, string> = {}) {
  const request = get(`${url}/events${query}`, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const messages: StreamMessage[] = []
  const comments: string[] = []
  const ids: string[] = []
  let retryMs: number | undefined

  const parser = createParser({
    onEvent({ data, id = 'none' }) {
      ids.push(id)
      messages.push(JSON.parse(data))
    },
    onComment: (comment) => comments.push(comment),
    onRetry(ms) {
      retryMs = ms
    },
  })
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => parser.feed(chunk))
  response.on('error', () => {})

  return {
    response,
    messages,
    comments,
    orders: () => ordersIn(messages),
    /** The id of each message. */
    ids: () => ids,
    /** What an EventSource sends when it reconnects. */
    lastEventId: () => ids.at(-1) ?? '',
    retryMs: () => retryMs,
    ended: new Promise<void>((resolve) => {
      response.once('close', resolve)
    }),
    close: () => request.destroy(),
  }
}
