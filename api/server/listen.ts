import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { serve } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { WebSocketServer } from 'ws'
import type { Clock } from '../../engine/index.ts'
import { longestCloseMs } from '../broadcast/close-reason.ts'
import { defaultLimits, type Limits } from '../http/limits.ts'
import type { Origins } from '../http/origins.ts'
import type { ApiEnv, Replier } from '../http/reply.ts'
import { methodsOf } from '../http/server-wide.ts'
import { isHandshake, maxClientMessageBytes } from '../stream/web-socket.ts'
import type { Venues } from '../venues/venues.ts'
import { isClosingInStages } from './close-in-stages.ts'
import { currentResponse } from './pipeline-limit.ts'
import { problemServer } from './raw-problems.ts'

/** The types of ws do not know `closeTimeout` yet, after which it cuts off one that was told to go. */
const socketOptions: ConstructorParameters<typeof WebSocketServer>[0] & { closeTimeout: number } = {
  noServer: true,
  maxPayload: maxClientMessageBytes,
  closeTimeout: longestCloseMs,
  // None is spoken here; ws would agree to the first that is offered.
  handleProtocols: () => false,
}

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The time of the process, by which it stops; not a venue's, which may stand still. */
  readonly clock: Clock
  /**
   * The host names that requests may use beside those of loopback, or `*`. Left out: a server on
   * loopback serves loopback names only, any other serves every host. Hosts that `CORS_ORIGINS` names
   * are always served.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /** Where they are not to be the default ones. */
  readonly limits?: Partial<Limits>
}

/** A platform that listens. */
export interface Listening {
  /** Such as http://127.0.0.1:8080. */
  readonly url: string
  /**
   * Accepts nothing new, tells WebSocket clients to go (1001) and finishes what is in flight;
   * resolves when everybody is gone. Who has sent no whole request is not waited for, and those who
   * are not gone after `graceMs` are cut off.
   */
  close(graceMs: number): Promise<void>
}

/** Venues with their faces, REST and stream. Building one starts nothing. */
export interface Platform {
  readonly venues: Venues
  readonly origins: Origins
  readonly app: OpenAPIHono<ApiEnv>
}

/** What listens: an app, and what has to be known to serve it. */
export interface Served {
  readonly app: Platform['app']
  /** In whose name is answered what never reaches the app. */
  readonly replier: Replier
  /** Whether a request is to become a WebSocket; none does when left out. */
  readonly isHandshake?: (request: IncomingMessage) => boolean
  /** Tells those who listen to its streams that it is going away. */
  readonly goAway?: () => void
}

/** Starts to serve a platform. Rejects with Node's error when the address cannot be had. */
export const listen = (platform: Platform, options: ListenOptions): Promise<Listening> =>
  serveApp(
    {
      app: platform.app,
      replier: replierOf(platform),
      isHandshake: (request) => isHandshake(request, platform),
      goAway() {
        for (const { stream } of platform.venues.list()) stream.close()
      },
    },
    options,
  )

/** What names no venue is answered in the name of the main one. */
export const replierOf = ({ venues, origins }: Pick<Platform, 'venues' | 'origins'>): Replier => ({
  get venue() {
    return venues.main.venue
  },
  origins,
})

/** Starts to listen. Rejects with Node's error when the address cannot be had. */
export function serveApp(
  { app, replier, isHandshake = () => false, goAway = () => {} }: Served,
  { host, port, clock, allowedHosts, limits = {} }: ListenOptions,
): Promise<Listening> {
  const createServer = problemServer({
    replier,
    methods: methodsOf(app),
    limits: { ...defaultLimits, ...limits },
    allowedHosts,
    clock,
  })
  const sockets = new WebSocketServer(socketOptions)
  const connections = new Set<Socket>()
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        createServer: createServer as typeof import('node:http').createServer,
        serverOptions: { shouldUpgradeCallback: isHandshake },
        // The adapter would cut off a slow client; what is left of a body is our server's to discard.
        autoCleanupIncoming: false,
        // The server of ws is what is asked for, but for how its options spell `undefined`.
        websocket: { server: sockets as never },
      },
      ({ port: taken }) => {
        const name = host.includes(':') ? `[${host}]` : host
        resolve({
          url: `http://${name}:${taken}`,
          close: (graceMs) => {
            goAway()
            return closeServer(server, connections, clock, graceMs)
          },
        })
      },
    ) as Server
    server.on('connection', (connection: Socket) => {
      connections.add(connection)
      connection.once('close', () => connections.delete(connection))
    })
    server.on('upgrade', (_request, connection) => upgraded.add(connection))
    server.once('error', reject)
  })
}

/** The connections that became WebSockets. */
const upgraded = new WeakSet<Duplex>()

/** How often a stopping server looks for connections on which nothing is being answered. */
const sweepEveryMs = 50

function closeServer(
  server: Server,
  connections: ReadonlySet<Socket>,
  clock: Clock,
  graceMs: number,
): Promise<void> {
  const end = clock.now() + graceMs
  let callOff = () => {}

  function sweep(): void {
    const isOver = clock.now() >= end
    for (const connection of connections) {
      if (isOver || !isBusy(connection)) connection.destroy()
    }
    if (!isOver) lookAgain()
  }

  function lookAgain(): void {
    callOff = clock.schedule(Math.min(clock.now() + sweepEveryMs, end), sweep)
  }

  return new Promise((resolve) => {
    // Node closes those that are idle now. What is just arriving has until the first sweep.
    server.close(() => {
      callOff()
      resolve()
    })
    lookAgain()
  })
}

/**
 * Whether a connection is worth waiting for: a request that came whole is answered on it, its last
 * reply may still be unread, or it is a WebSocket.
 */
const isBusy = (connection: Socket): boolean =>
  upgraded.has(connection) ||
  isClosingInStages(connection) ||
  currentResponse(connection)?.req.complete === true
