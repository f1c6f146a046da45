import type { StreamMessage } from '../api/contract/stream.ts'
import { refusalIn } from './refusal.ts'

/** A WebSocket has no backpressure: a consumer this far behind has to resume later. */
const mostUnread = 10_000

/** Yields the messages of one WebSocket, then throws the reason why it ended. */
export async function* overWebSocket(
  url: string,
  signal: AbortSignal,
): AsyncGenerator<StreamMessage, never> {
  const unread: string[] = []
  let wake = () => {}
  let end: Error | undefined
  let isOpen = false

  function finish(reason: Error): void {
    // Closing a connection that is not open yet reports an error at once, in Node 22.
    if (end) return
    end = reason
    socket.close()
    wake()
  }

  const socket = new WebSocket(url)
  socket.onopen = () => {
    isOpen = true
  }
  socket.onmessage = ({ data }) => {
    if (end) return
    unread.push(data)
    if (unread.length === mostUnread) finish(new Error(`${mostUnread} messages are unread.`))
    wake()
  }
  socket.onerror = () => finish(new Error('The WebSocket failed.'))
  socket.onclose = ({ code, reason }) =>
    finish(new Error(`The WebSocket was closed: ${code} ${reason}`.trimEnd()))
  const abort = () => finish(signal.reason)
  signal.addEventListener('abort', abort)

  try {
    for (;;) {
      for (let text = unread.shift(); text !== undefined; text = unread.shift()) {
        yield JSON.parse(text)
      }
      if (end) break
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    signal.removeEventListener('abort', abort)
    socket.close()
  }
  const isStopped = signal.aborted && signal.reason?.name !== 'TimeoutError'
  if (!isOpen && !isStopped) await throwRefusal(url.replace('ws', 'http'))
  throw end
}

/** How long the reason of a refusal may take. */
const askMs = 1000

/**
 * A WebSocket does not say why its handshake was refused. The same request without an upgrade gets the same problem,
 * or 426 if there is none. It is also sent after silence, because early versions of Node 22 do not report a refusal.
 */
async function throwRefusal(url: string): Promise<void> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(askMs) })
  if (reply.status !== 426) throw await refusalIn(reply)
  await reply.body?.cancel()
}
