import { openSocket } from './client-socket.ts'
import { now } from './turns.ts'

/** Many clients of a WebSocket, which read as cheaply as can be and let nothing pass unnoticed. */
export interface Listeners {
  /** Forgets what was heard so far. */
  reset(): void
  /**
   * Resolves when every client has heard so many messages since: for each client, when each
   * arrived. Rejects when one of them hears a message twice, out of order or not at all.
   */
  heard(messages: number): Promise<readonly (readonly number[])[]>
  close(): void
}

/** By when everything must have arrived. */
const deadlineMs = 30_000

/** Connects to `/ws` of a server. */
export async function openListeners(url: string, size: number): Promise<Listeners> {
  const listeners = Array.from({ length: size }, () => ({
    lastPosition: 0,
    arrivals: [] as number[],
  }))
  let total = 0
  let failure: Error | undefined
  let check = () => {}

  function fail(error: Error): void {
    failure ??= error
    check()
  }

  const sockets = await Promise.all(
    listeners.map((listener) =>
      openSocket(url, '/ws', {
        onOrder(position) {
          const { arrivals, lastPosition } = listener
          if (arrivals.length > 0 && position !== lastPosition + 1) {
            fail(new Error(`Message ${position} came after message ${lastPosition}.`))
          }
          listener.lastPosition = position
          arrivals.push(now())
          total++
          check()
        },
        onFailure: fail,
      }),
    ),
  )

  return {
    reset() {
      total = 0
      for (const listener of listeners) listener.arrivals = []
    },
    async heard(messages) {
      const late = setTimeout(
        () => fail(new Error(`${messages * size - total} messages did not arrive.`)),
        deadlineMs,
      )
      await new Promise<void>((resolve) => {
        check = () => {
          if (failure || total >= messages * size) resolve()
        }
        check()
      })
      clearTimeout(late)
      if (failure) throw failure
      if (total > messages * size) throw new Error('More messages arrived than were sent.')
      return listeners.map(({ arrivals }) => arrivals)
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
