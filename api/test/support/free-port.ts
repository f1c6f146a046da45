import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A port on which nothing listens. */
export const freePort = () => listenOnce(0)

/**
 * A port on which nothing listens, and which no connection takes meanwhile: systems take ports for
 * connections from above. So a server can also start on it again.
 */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    try {
      return await listenOnce(port)
    } catch {
      // Another program uses this one.
    }
  }
}

async function listenOnce(on: number): Promise<number> {
  const other = createServer().listen(on, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  other.close()
  await once(other, 'close')
  return port
}
