import { createInbox } from '../store/inbox.ts'

/** At most 20 batches a second. */
const batchMs = 50

/** More than arrives in a second under the heaviest load. Beyond that, messages are skipped. */
const mostWaiting = 20_000

export interface SocketEvents {
  /** A batch of messages, in the order of their arrival. */
  onBatch(texts: readonly string[]): void
  onOpen(): void
  /** The connection ended, or could not be opened. Called once, after the last batch. */
  onEnd(reason: string): void
}

/** Opens the stream and hands its messages on in batches. Returns the function that closes it without `onEnd`. */
export function openStream(url: string, { onBatch, onOpen, onEnd }: SocketEvents): () => void {
  const socket = new WebSocket(url)
  const inbox = createInbox(mostWaiting)
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    timer = undefined
    const texts = inbox.take()
    if (texts.length > 0) onBatch(texts)
  }

  socket.onopen = onOpen
  socket.onmessage = ({ data }) => {
    inbox.add(data as string)
    timer ??= setTimeout(flush, batchMs)
  }
  socket.onclose = ({ code, reason }) => {
    clearTimeout(timer)
    flush()
    onEnd(`${code} ${reason}`.trimEnd())
  }
  return () => {
    clearTimeout(timer)
    socket.onclose = null
    socket.onmessage = null
    socket.close()
  }
}
