/** What tests of server-sent events share: a client that reads them as the HTML standard says. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { OrderMessage, StreamMessage } from '../stream-contract.ts'

/** Connects to the events of a platform; resolves when the reply has begun. */
export async function listenTo(url: string, query = '', headers: Record<string, string> = {}) {
  const request = get(`${url}/events${query}`, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const messages: StreamMessage[] = []
  const comments: string[] = []
  let rest = ''
  const ids: string[] = []
  let lastEventId = ''
  let retry = ''

  const fields: Record<string, (value: string) => void> = {
    '': (value) => comments.push(value),
    id: (value) => {
      lastEventId = value
    },
    retry: (value) => {
      retry = value
    },
    data: (value) => {
      ids.push(lastEventId)
      messages.push(JSON.parse(value))
    },
  }

  /** HTML standard, section 9.2.6; each message is one line of data. */
  function take(line: string): void {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
    fields[name]?.(value)
  }

  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    const events = (rest + chunk).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) event.split('\n').forEach(take)
  })
  response.on('error', () => {})

  return {
    response,
    messages,
    comments,
    orders: () => messages.filter((message): message is OrderMessage => message.type === 'order'),
    /** The id that each message came with. */
    ids: () => ids,
    /** What it sends when it comes back. */
    lastEventId: () => lastEventId,
    retry: () => retry,
    ended: new Promise<void>((resolve) => {
      response.once('close', resolve)
    }),
    close: () => request.destroy(),
  }
}
