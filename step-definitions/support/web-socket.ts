import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { headersIn } from './client.ts'
import {
  type Connect,
  getRequest,
  pathWith,
  type ResumePoint,
  refusal,
  type SubscriptionParams,
} from './connection.ts'
import { dialectInUse } from './dialect/dialect.ts'
import { subscribed } from './dialect/subscription.ts'
import { replyWithinMs, target } from './settings.ts'

const goingOn = ({ position, log }: ResumePoint): SubscriptionParams => ({
  from: `${position}`,
  ...(log !== null && { log }),
})

/** Listens over a WebSocket: whoever comes back says from where, and in which log. */
export const overWebSocket: Connect = ({ params: wish, fields, after }, ear) => {
  const dialect = dialectInUse()
  const path = pathWith(dialect?.streamPath ?? '/ws', { ...wish, ...(after && goingOn(after)) })
  const address = new URL(path, target())
  address.protocol = address.protocol.replace('http', 'ws')
  const sent = getRequest(address, fields)
  const sentAt = performance.now()
  const socket = new WebSocket(address, { handshakeTimeout: replyWithinMs, headers: fields })
  const ended = new Promise<number>((resolve) => socket.once('close', resolve))
  let headers = new Headers()
  let isCut = false

  socket.once('upgrade', (response) => {
    headers = headersIn(response)
  })
  socket.on('message', (data, isBinary) => {
    if (!isCut) ear.receive(data.toString(), { isBinary })
  })
  socket.on('error', ({ message }) => ear.onBroken(message))

  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (request, response: IncomingMessage) => {
      refusal(path, sent, response, sentAt)
        .then(reject, reject)
        .finally(() => request.destroy())
    })
    socket.once('error', reject)
    socket.once('open', async () => {
      try {
        await (dialect && subscribed(socket, dialect))
      } catch (error) {
        socket.terminate()
        return reject(error)
      }
      resolve({
        sent,
        headers,
        ended,
        send: (something) => socket.send(something),
        terminate() {
          isCut = true
          socket.terminate()
        },
        async close() {
          socket.close(1000)
          await ended
        },
      })
    })
  })
}
