import { once } from 'node:events'
import { get as getOverHttp, type IncomingMessage } from 'node:http'
import { get as getOverTls } from 'node:https'
import { headersIn } from './client.ts'
import { type Connect, callTo, pathWith, refusal } from './connection.ts'
import { replyWithinMs, target } from './settings.ts'

/** Listens as the EventSource of a browser does: whoever comes back repeats the address and the last id. */
export const asEventSource: Connect = async ({ wish, fields, after }, ear) => {
  const path = pathWith('/events', wish)
  const address = new URL(path, target())
  const get = address.protocol === 'https:' ? getOverTls : getOverHttp
  const sent = callTo(address, {
    accept: 'text/event-stream',
    ...fields,
    ...(after?.lastEventId && { 'last-event-id': after.lastEventId }),
  })
  const sentAt = performance.now()
  const request = get(address, { agent: false, headers: sent.headers })
  const signal = AbortSignal.timeout(replyWithinMs)
  const [response] = (await once(request, 'response', { signal })) as [IncomingMessage]
  if (response.statusCode !== 200) throw await refusal(path, sent, response, sentAt)

  const ended = new Promise<undefined>((resolve) =>
    response.once('close', () => resolve(undefined)),
  )
  const reader = createEventReader((data, id) => ear.hear(data, { id }), after?.lastEventId)
  let isCut = false
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    if (!isCut) reader.read(chunk)
  })
  response.on('error', ({ message }) => {
    if (!isCut) ear.broke(message)
  })

  function cut(): void {
    isCut = true
    request.destroy()
  }

  return {
    sent,
    headers: headersIn(response),
    ended,
    cut,
    get lastEventId() {
      return reader.lastEventId
    },
    say() {
      throw new Error('an event source has no voice')
    },
    async leave() {
      cut()
      await ended
    },
  }
}

/** Reads events as they come in, bit by bit. */
export interface EventReader {
  readonly lastEventId: string
  read(chunk: string): void
}

/** Creates a reader of a stream of events (HTML standard, section 9.2.6), whatever their names are. */
export function createEventReader(
  hear: (data: string, lastEventId: string) => void,
  lastEventIdBefore = '',
): EventReader {
  let rest = ''
  let id = lastEventIdBefore
  let lastEventId = lastEventIdBefore
  let data: string[] = []

  /** An event without data is not heard, but its id counts. */
  function dispatch(): void {
    lastEventId = id
    if (data.length > 0) hear(data.join('\n'), lastEventId)
    data = []
  }

  function take(line: string): void {
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
    if (line === '') dispatch()
    else if (field === 'id') id = value
    else if (field === 'data') data.push(value)
  }

  return {
    get lastEventId() {
      return lastEventId
    },
    read(chunk) {
      const lines = (rest + chunk).split(/\r\n|\n|\r/)
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    },
  }
}
