import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type HoldingRelay = Awaited<ReturnType<typeof openHoldingRelay>>

interface Trap {
  readonly text: string
  readonly passes: boolean
  spring(sent: string): void
}

/** Relays TCP connections to a port, and holds back what is sent when a test wants it to. */
export async function openHoldingRelay(port: number) {
  const sockets = new Set<Socket>()
  let held: (() => void)[] = []
  let isHolding = false
  let trap:
    | { readonly text: string; readonly passes: boolean; spring(held: string): void }
    | undefined

  function send(to: Socket, bytes: Buffer): void {
    if (isHolding) held.push(() => to.write(bytes))
    else to.write(bytes)
  }

  function hold(bytes: Buffer, server: Socket, { text, passes, spring }: Trap): void {
    trap = undefined
    if (passes) server.write(bytes)
    isHolding = true
    if (!passes) send(server, bytes)
    spring(bytes.toString().slice(bytes.indexOf(text)))
  }

  const relay = createServer((client) => {
    const server = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from)
      from.setNoDelay()
      from.unref()
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        // A system that is cut off does not notice.
        if (isHolding) held.push(() => to.destroy())
        else to.destroy()
      })
    }
    server.on('data', (bytes: Buffer) => send(client, bytes))
    client.on('data', (bytes: Buffer) => {
      if (!isHolding && trap && bytes.includes(trap.text)) hold(bytes, server, trap)
      else send(server, bytes)
    })
  })
  relay.listen(0, '127.0.0.1').unref()
  await once(relay, 'listening')

  return {
    port: (relay.address() as AddressInfo).port,
    /** Holds back everything from now on, in both directions. */
    hold(): void {
      isHolding = true
    },
    /** Sends what was held back. */
    release(): void {
      isHolding = false
      trap = undefined
      for (const go of held.splice(0)) go()
    },
    /**
     * Holds back everything from when a client sends a text; what it sends with it `passes` or not.
     * Resolves then, with that text and what follows.
     */
    holdAt(text: string, { passes }: { readonly passes: boolean }): Promise<string> {
      return new Promise((spring) => {
        trap = { text, passes, spring }
      })
    },
    /** Drops what was held back and breaks every connection. */
    reset(): void {
      held = []
      isHolding = false
      trap = undefined
      for (const socket of sockets) socket.destroy()
    },
    close(): void {
      relay.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
