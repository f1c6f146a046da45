/** How far a burst has come. */
export type Progress = {
  readonly orders: number
  readonly sent: number
  readonly confirmed: number
  readonly executed: number
  readonly elapsedMs: number
}

const channelName = 'papertape: how far a burst has come'
const everyMs = 100

/**
 * Tells whoever wants to know, in any thread, how far a burst has come; answers with how to stop, which
 * tells it once more.
 */
export function tellProgress(now: () => Omit<Progress, 'elapsedMs'>): () => void {
  const channel = new BroadcastChannel(channelName)
  const startedAt = performance.now()
  const tell = () =>
    channel.postMessage({ ...now(), elapsedMs: performance.now() - startedAt } satisfies Progress)
  const telling = setInterval(tell, everyMs)
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    clearInterval(telling)
    tell()
    channel.close()
  }
}

/** Hears how far bursts have come; answers with how to stop. */
export function hearProgress(hear: (progress: Progress) => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data }) => hear(data as Progress)
  // It must not keep the process from ending.
  channel.unref()
  return () => channel.close()
}
