import { once } from 'node:events'
import { WebSocket } from 'ws'
import { now } from './turns.ts'

/** WebSocket clients that check that they receive every order message once and in order. */
export interface Listeners {
  readonly sockets: readonly WebSocket[]
  /** Starts a new count. */
  reset(): void
  /**
   * Resolves when every client has received this many messages since the last reset: their times of
   * arrival, per client. Rejects when a client misses a message or receives one twice.
   */
  received(messages: number): Promise<readonly (readonly number[])[]>
  close(): void
}

const deadlineMs = 60_000

/** Connects clients to `/ws` of a server. */
export async function openListeners(url: string, size: number, query = ''): Promise<Listeners> {
  const arrivals = Array.from({ length: size }, (): number[] => [])
  let total = 0
  let failure: Error | undefined
  let check = () => {}

  function fail(error: Error): void {
    failure ??= error
    check()
  }

  async function open(times: number[]): Promise<WebSocket> {
    let lastPosition = 0
    const socket = new WebSocket(`${url}/ws${query}`, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    socket.on('message', (data: Buffer) => {
      const position = positionIn(data)
      if (position === undefined) return
      if (times.length > 0 && position !== lastPosition + 1) {
        fail(new Error(`Message ${position} came after message ${lastPosition}.`))
      }
      lastPosition = position
      times.push(now())
      total++
      check()
    })
    socket.on('error', fail)
    socket.on('close', () => fail(new Error('The server closed a WebSocket.')))
    await once(socket, 'open')
    return socket
  }
  const sockets = await Promise.all(arrivals.map(open))

  return {
    sockets,
    reset() {
      total = 0
      for (const times of arrivals) times.length = 0
    },
    async received(messages) {
      const expected = messages * size
      const timer = setTimeout(
        () => fail(new Error(`${expected - total} messages did not arrive.`)),
        deadlineMs,
      )
      await new Promise<void>((resolve) => {
        check = () => {
          if (failure || total >= expected) resolve()
        }
        check()
      })
      clearTimeout(timer)
      if (failure) throw failure
      if (total > expected) throw new Error('More messages arrived than were sent.')
      return arrivals
    },
    close() {
      for (const socket of sockets) socket.removeAllListeners('close').terminate()
    },
  }
}

const beforePosition = '{"type":"order","position":'

/** The position of an order message; undefined for another message. It does not parse the JSON. */
function positionIn(data: Buffer): number | undefined {
  const start = data.toString('latin1', 0, beforePosition.length + 16)
  return start.startsWith(beforePosition)
    ? Number.parseInt(start.slice(beforePosition.length), 10)
    : undefined
}
