import { once } from 'node:events'
import { get as getOverHttp, type IncomingMessage } from 'node:http'
import { get as getOverTls } from 'node:https'
import { createParser } from 'eventsource-parser'
import {
  type Connect,
  type Connection,
  type ConnectOptions,
  getRequest,
  type MessageHandler,
  pathWith,
  refusal,
  StreamMeter,
} from './connection.ts'
import { headersIn } from './http.ts'
import { replyWithinMs, target } from './settings.ts'

/** Where a client that reconnects puts its last event id. */
type IdPlace = 'header' | 'query'

/** Connects as an EventSource does: it reconnects to the same URL, with `Last-Event-ID`. */
export const asEventSource: Connect = (options, handler) => listen(options, handler, 'header')

/** Connects as `event-source-polyfill` does where it can send no header: the id is in the query. */
export const asEventSourceWithoutHeaders: Connect = (options, handler) =>
  listen(options, handler, 'query')

async function listen(
  { params, fields, after }: ConnectOptions,
  handler: MessageHandler,
  idPlace: IdPlace,
): Promise<Connection> {
  const last = after?.lastEventId
  const inQuery = idPlace === 'query' && last && { lastEventId: last }
  const path = pathWith('/events', { ...params, ...inQuery })
  const address = new URL(path, target())
  const get = address.protocol === 'https:' ? getOverTls : getOverHttp
  const sent = getRequest(address, {
    accept: 'text/event-stream',
    ...fields,
    ...(idPlace === 'header' && last && { 'last-event-id': last }),
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
  const meter = new StreamMeter()
  const cutOff = (tooMuch: string) => {
    terminate()
    handler.onFlood(tooMuch)
  }
  let lastEventId = last ?? ''
  const parser = createParser({
    onEvent({ id = lastEventId, data }) {
      if (isTerminated) return
      lastEventId = id
      const tooMuch = meter.add({ messages: 1 })
      if (tooMuch === undefined) handler.receive(data, { event: { id, log } })
      else cutOff(tooMuch)
    },
  })
  let isTerminated = false
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    if (isTerminated) return
    const tooMuch = meter.add({ bytes: chunk.length })
    if (tooMuch === undefined) parser.feed(chunk)
    else cutOff(tooMuch)
  })
  response.on('error', ({ message }) => {
    if (!isTerminated) handler.onBroken(message)
  })

  function terminate(): void {
    isTerminated = true
    request.destroy()
  }

  return {
    sent,
    headers,
    ended,
    terminate,
    get lastEventId() {
      return lastEventId
    },
    send() {
      throw new Error('an event source cannot send')
    },
    async close() {
      terminate()
      await ended
    },
  }
}
