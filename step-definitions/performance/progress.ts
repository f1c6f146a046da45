/** The progress of a burst. */
export type Progress = {
  readonly orders: number
  readonly sent: number
  readonly confirmed: number
  readonly executed: number
  readonly elapsedMs: number
}

const channelName = 'papertape: progress of a burst'
const everyMs = 100

/**
 * Publishes the progress of a burst to all threads, every 100 ms. Returns a stop function, which
 * publishes it once more.
 */
export function publishProgress(now: () => Omit<Progress, 'elapsedMs'>): () => void {
  const channel = new BroadcastChannel(channelName)
  const startedAt = performance.now()
  const publish = () =>
    channel.postMessage({ ...now(), elapsedMs: performance.now() - startedAt } satisfies Progress)
  const timer = setInterval(publish, everyMs)
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    clearInterval(timer)
    publish()
    channel.close()
  }
}

/** Calls `handle` with the progress of bursts in any thread. Returns a stop function. */
export function onProgress(handle: (progress: Progress) => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data }) => handle(data as Progress)
  // It must not keep the process running.
  channel.unref()
  return () => channel.close()
}
