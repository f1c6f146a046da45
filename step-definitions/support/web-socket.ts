import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import {
  type Connect,
  getRequest,
  pathWith,
  type ResumePoint,
  refusal,
  StreamMeter,
  type SubscriptionParams,
  streamLimit,
} from './connection.ts'
import { type Dialect, dialectInUse } from './dialect/dialect.ts'
import { headersIn, inMiB } from './http.ts'
import { replyWithinMs, target } from './settings.ts'

const resumeParams = ({ position, log }: ResumePoint): SubscriptionParams => ({
  from: `${position}`,
  ...(log !== null && { log }),
})

const tooLarge = `a message of more than ${inMiB(streamLimit.bytes)}`

/** Whether an error of ws is about a message above `maxPayload`. */
const isTooLarge = (error: Error) =>
  'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'

/** Connects over a WebSocket. A client that reconnects states its position and its log. */
export const overWebSocket: Connect = ({ params, fields, after }, handler) => {
  const dialect = dialectInUse()
  const path = pathWith(dialect?.streamPath ?? '/ws', {
    ...params,
    ...(after && resumeParams(after)),
  })
  const address = new URL(path, target())
  address.protocol = address.protocol.replace('http', 'ws')
  const sent = getRequest(address, fields)
  const sentAt = performance.now()
  const socket = new WebSocket(address, {
    handshakeTimeout: replyWithinMs,
    headers: fields,
    maxPayload: streamLimit.bytes,
  })
  const ended = new Promise<number>((resolve) => socket.once('close', resolve))
  let headers = new Headers()
  let isTerminated = false

  socket.once('upgrade', (response) => {
    headers = headersIn(response)
  })
  const meter = new StreamMeter()
  socket.on('message', (data: Buffer, isBinary) => {
    if (isTerminated) return
    const tooMuch = meter.add({ messages: 1, bytes: data.length })
    if (tooMuch === undefined) return handler.receive(data.toString(), { isBinary })
    terminate()
    handler.onFlood(tooMuch)
  })
  socket.on('error', (error) => {
    if (isTooLarge(error)) handler.onFlood(tooLarge)
    else handler.onBroken(error.message)
  })

  function terminate(): void {
    isTerminated = true
    socket.terminate()
  }

  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (request, response: IncomingMessage) => {
      refusal(path, sent, response, sentAt)
        .then(reject, reject)
        .finally(() => request.destroy())
    })
    socket.once('error', reject)
    socket.once('open', async () => {
      try {
        await (dialect && subscribe(socket, dialect))
      } catch (error) {
        socket.terminate()
        return reject(error)
      }
      resolve({
        sent,
        headers,
        ended,
        send: (data) => socket.send(data),
        terminate,
        async close() {
          socket.close(1000)
          await ended
        },
      })
    })
  })
}

/**
 * Sends the subscription that the dialect requires, if any; resolves once the target has read it.
 * Rejects if the target closes the connection instead, or does not confirm within `replyWithinMs`.
 */
async function subscribe(socket: WebSocket, dialect: Dialect): Promise<void> {
  const { subscription, confirmsSubscriptions } = dialect
  if (subscription.length === 0 && !confirmsSubscriptions) return
  const confirmed = confirmsSubscriptions ? confirmationOn(socket, dialect) : once(socket, 'pong')
  const closed = once(socket, 'close').then(([code]) => `the connection was closed with ${code}`)
  const late = pause(replyWithinMs, 'no confirmation came', { ref: false })
  for (const message of subscription) socket.send(message)
  // A peer that answers a ping has read everything sent before it (RFC 6455, section 5.5.3).
  if (!confirmsSubscriptions) socket.ping()
  const reason = await Promise.race([confirmed.then(() => undefined), closed, late])
  if (reason) throw new Error(`No subscription after sending ${subscription.join(', ')}: ${reason}`)
}

function confirmationOn(socket: WebSocket, dialect: Dialect): Promise<void> {
  return new Promise((resolve) => {
    socket.on('message', function onMessage(data) {
      if (!dialect.isSubscribed(data.toString())) return
      socket.off('message', onMessage)
      resolve()
    })
  })
}
