import { once } from 'node:events'
import { get as getOverHttp, type IncomingMessage } from 'node:http'
import { get as getOverTls } from 'node:https'
import { headersIn } from './client.ts'
import {
  type Connect,
  type Connection,
  type ConnectOptions,
  getRequest,
  type MessageHandler,
  pathWith,
  refusal,
} from './connection.ts'
import { replyWithinMs, target } from './settings.ts'

/** Where a client names the last event that it received, when it reconnects. */
type Place = 'header' | 'address'

/** Listens as an EventSource does: a client that reconnects repeats the address and names the last event. */
export const asEventSource: Connect = (call, ear) => listen(call, ear, 'header')

/** Listens as `event-source-polyfill` does, which may send no header. */
export const asEventSourceWithoutHeaders: Connect = (call, ear) => listen(call, ear, 'address')

async function listen(
  { params: wish, fields, after }: ConnectOptions,
  ear: MessageHandler,
  place: Place,
): Promise<Connection> {
  const last = after?.lastEventId
  const inAddress = place === 'address' && last && { lastEventId: last }
  const path = pathWith('/events', { ...wish, ...inAddress })
  const address = new URL(path, target())
  const get = address.protocol === 'https:' ? getOverTls : getOverHttp
  const sent = getRequest(address, {
    accept: 'text/event-stream',
    ...fields,
    ...(place === 'header' && last && { 'last-event-id': last }),
  })
  const sentAt = performance.now()
  const request = get(address, { agent: false, headers: sent.headers })
  const signal = AbortSignal.timeout(replyWithinMs)
  const [response] = (await once(request, 'response', { signal })) as [IncomingMessage]
  if (response.statusCode !== 200) throw await refusal(path, sent, response, sentAt)

  const ended = new Promise<undefined>((resolve) =>
    response.once('close', () => resolve(undefined)),
  )
  const headers = headersIn(response)
  const log = headers.get('log-id')
  const reader = createEventReader((data, id) => ear.receive(data, { event: { id, log } }), last)
  let isCut = false
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    if (!isCut) reader.read(chunk)
  })
  response.on('error', ({ message }) => {
    if (!isCut) ear.onBroken(message)
  })

  function cut(): void {
    isCut = true
    request.destroy()
  }

  return {
    sent,
    headers,
    ended,
    terminate: cut,
    get lastEventId() {
      return reader.lastEventId
    },
    send() {
      throw new Error('an event source has no voice')
    },
    async close() {
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

/**
 * Creates a reader of a stream of events (HTML standard, section 9.2.6), whatever their names are. An
 * id without data does not count: browsers keep it, but most libraries do not.
 */
export function createEventReader(
  hear: (data: string, lastEventId: string) => void,
  lastEventIdBefore = '',
): EventReader {
  let rest = ''
  let id = lastEventIdBefore
  let lastEventId = lastEventIdBefore
  let data: string[] = []

  function dispatch(): void {
    if (data.length > 0) {
      lastEventId = id
      hear(data.join('\n'), lastEventId)
    }
    id = lastEventId
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
