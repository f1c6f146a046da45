import { setTimeout } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { Order } from '../../contract/orders.ts'
import type { Urls } from './keyed-traders.ts'

export type ResumingListener = ReturnType<typeof listenForever>

/**
 * A client that receives every change of a venue, and resumes from its last position and log. It
 * connects to each platform in turn.
 */
export function listenForever(urls: Urls, venue = 'main') {
  const messages: (Order & { position: number })[] = []
  /** Why it could not resume. */
  const refusals: string[] = []
  let logId = ''
  let socket: WebSocket
  let isOver = false
  let resumed = -1

  function connect(): void {
    resumed++
    const from = messages.at(-1)?.position ?? 0
    const log = logId && `&log=${logId}`
    const url = (urls[resumed % urls.length] ?? urls[0]).replace('http', 'ws')
    socket = new WebSocket(`${url}/ws?from=${from}${log}`, {
      headers: { venue },
      handshakeTimeout: 5000,
    })
    socket.on('upgrade', ({ headers }) => {
      logId = String(headers['log-id'])
    })
    socket.on('message', (data) => {
      const message = JSON.parse(`${data}`)
      if (message.type === 'order') messages.push(message)
    })
    socket.on('error', ({ message }) => {
      if (message.includes('response: 4')) refusals.push(message)
    })
    socket.on('close', async () => {
      await setTimeout(5)
      if (!isOver) connect()
    })
  }

  connect()
  return {
    urls,
    messages,
    refusals,
    get resumed() {
      return resumed
    },
    end() {
      isOver = true
      socket.terminate()
    },
  }
}
