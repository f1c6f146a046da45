import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { WebSocketServer } from 'ws'
import type { Clock } from '../engine/index.ts'
import type { createApp } from './app.ts'
import { createProblemServer } from './raw-problems.ts'
import type { Stream } from './stream.ts'
import { isHandshake, maxClientMessageBytes } from './web-socket.ts'

export interface ListenOptions {
  readonly app: ReturnType<typeof createApp>
  readonly stream: Stream
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The time of the process, by which it stops; not a venue's, which may stand still. */
  readonly clock: Clock
}

/** A platform that listens. */
export interface Listening {
  /** Such as http://127.0.0.1:8080. */
  readonly url: string
  /**
   * Accepts nothing new, tells WebSocket clients to go (1001) and finishes what is in flight;
   * resolves when everybody is gone. Those who are not after `graceMs` are cut off.
   */
  close(graceMs: number): Promise<void>
}

/** Starts to listen. Rejects with Node's error when the address cannot be had. */
export function listen({ app, stream, host, port, clock }: ListenOptions): Promise<Listening> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxClientMessageBytes })
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        createServer: createProblemServer as typeof import('node:http').createServer,
        serverOptions: { shouldUpgradeCallback: isHandshake },
        // The server of ws is what is asked for, but for how its options spell `undefined`.
        websocket: { server: sockets as never },
      },
      ({ port: taken }) => {
        const name = host.includes(':') ? `[${host}]` : host
        resolve({
          url: `http://${name}:${taken}`,
          close: (graceMs) => {
            const cutOff = () => {
              for (const socket of sockets.clients) socket.terminate()
              server.closeAllConnections()
            }
            const callOff = clock.at(clock.now() + graceMs, cutOff)
            stream.close()
            return new Promise((closed) => {
              server.close(() => {
                callOff()
                closed()
              })
            })
          },
        })
      },
    ) as Server
    server.once('error', reject)
  })
}
