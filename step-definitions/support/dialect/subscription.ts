import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { replyWithinMs } from '../settings.ts'
import type { Dialect } from './dialect.ts'

/**
 * Asks for the messages of a stream, where that is needed; resolves when the target has taken notice.
 * Rejects when it closes the connection instead, or lets too long pass.
 */
export async function subscribed(socket: WebSocket, dialect: Dialect): Promise<void> {
  const { subscription, confirmsSubscriptions } = dialect
  if (subscription.length === 0 && !confirmsSubscriptions) return
  const signs = confirmsSubscriptions ? confirmationOn(socket, dialect) : once(socket, 'pong')
  const closed = once(socket, 'close').then(([code]) => `the connection was closed with ${code}`)
  const late = pause(replyWithinMs, 'nothing came that says so', { ref: false })
  for (const something of subscription) socket.send(something)
  // Whoever answers a ping has read what came before it (RFC 6455, section 5.5.3).
  if (!confirmsSubscriptions) socket.ping()
  const reason = await Promise.race([signs.then(() => undefined), closed, late])
  if (reason)
    throw new Error(`There is no subscription after ${subscription.join(', ')}: ${reason}`)
}

function confirmationOn(socket: WebSocket, dialect: Dialect): Promise<void> {
  return new Promise((resolve) => {
    socket.on('message', function hear(data) {
      if (!dialect.isSubscribed(data.toString())) return
      socket.off('message', hear)
      resolve()
    })
  })
}
