import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { WebSocketServer } from 'ws'
import type { Clock } from '../engine/index.ts'
import type { Platform } from './platform.ts'
import { createProblemServer } from './raw-problems.ts'
import { isHandshake, maxClientMessageBytes } from './web-socket.ts'

export interface ListenOptions {
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
export function listen(
  { app, stream, venue }: Platform,
  { host, port, clock }: ListenOptions,
): Promise<Listening> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxClientMessageBytes })
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        createServer: createProblemServer as typeof import('node:http').createServer,
        serverOptions: { shouldUpgradeCallback: (request) => isHandshake(request, venue) },
        // The server of ws is what is asked for, but for how its options spell `undefined`.
        websocket: { server: sockets as never },
      },
      ({ port: taken }) => {
        const name = host.includes(':') ? `[${host}]` : host
        resolve({
          url: `http://${name}:${taken}`,
          close: (graceMs) => {
            stream.close()
            return closeServer(server, sockets, clock, graceMs)
          },
        })
      },
    ) as Server
    server.keepAliveTimeout = keepAliveMs
    server.once('error', reject)
  })
}

/**
 * How long an idle connection is kept. Node's 5 s are so short that a busy client now and then sends
 * a request into a connection that is just being closed, and cannot know what became of it.
 */
const keepAliveMs = 60_000

/** How often a stopping server looks for connections whose last reply is out. */
const sweepEveryMs = 50

function closeServer(
  server: Server,
  sockets: WebSocketServer,
  clock: Clock,
  graceMs: number,
): Promise<void> {
  const end = clock.now() + graceMs
  let callOff = () => {}

  function sweep(): void {
    if (clock.now() < end) {
      // Node keeps a connection open that was busy when the server closed and is idle now.
      server.closeIdleConnections()
      callOff = clock.at(Math.min(clock.now() + sweepEveryMs, end), sweep)
    } else {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
    }
  }

  return new Promise((resolve) => {
    server.close(() => {
      callOff()
      resolve()
    })
    sweep()
  })
}
