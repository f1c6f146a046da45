/** What tests of server-sent events share: a client that keeps what it reads, and how. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { createParser } from 'eventsource-parser'
import type { OrderMessage, StreamMessage } from '../../contract/stream.ts'

/** Connects to the events of a platform; resolves when the reply has begun. */
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
    orders: () => messages.filter((message): message is OrderMessage => message.type === 'order'),
    /** The id that each message came with. */
    ids: () => ids,
    /** What it sends when it comes back. */
    lastEventId: () => ids.at(-1) ?? '',
    retryMs: () => retryMs,
    ended: new Promise<void>((resolve) => {
      response.once('close', resolve)
    }),
    close: () => request.destroy(),
  }
}
