import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { serve } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { WebSocketServer } from 'ws'
import type { Clock } from '../../engine/index.ts'
import { longestCloseMs } from '../broadcast/close-reason.ts'
import type { Addresses } from '../http/addresses.ts'
import { defaultLimits, type Limits } from '../http/limits.ts'
import type { Origins } from '../http/origins.ts'
import type { ApiEnv, Replier } from '../http/reply.ts'
import { isHandshake, maxClientMessageBytes } from '../stream/web-socket.ts'
import type { Venues } from '../venues/venues.ts'
import { isClosingInStages } from './close-in-stages.ts'
import { createForwarder, type Forwarder, type Route } from './forward.ts'
import { currentResponse } from './pipeline-limit.ts'
import { problemServer } from './raw-problems.ts'

/** `closeTimeout` is how long ws waits for the client's close frame. Its types lack that option. */
const socketOptions: ConstructorParameters<typeof WebSocketServer>[0] & { closeTimeout: number } = {
  noServer: true,
  maxPayload: maxClientMessageBytes,
  closeTimeout: longestCloseMs,
  // No subprotocol is supported. By default, ws would accept the first one offered.
  handleProtocols: () => false,
}

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The clock of the process, for the stop. A venue's clock may be held. */
  readonly clock: Clock
  /**
   * The host names that requests may use besides loopback names, or `*`. By default, a server on
   * loopback accepts only loopback names, and any other server every host. Hosts in `CORS_ORIGINS` are
   * always accepted.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /** Where requests are served; by default, all are served here. */
  readonly route?: Route | undefined
  /** Overrides of the default limits. */
  readonly limits?: Partial<Limits>
}

/** A server that listens. */
export interface Listening {
  /** The base URL, such as http://127.0.0.1:8080. */
  readonly url: string
  /**
   * Stops accepting connections, closes WebSockets with 1001 and finishes complete requests in flight.
   * Does not wait for incomplete requests. Destroys connections that are still open after `graceMs`.
   * Resolves when all connections are closed.
   */
  close(graceMs: number): Promise<void>
}

/** Venues with their REST and stream app. Building one starts nothing. */
export interface Platform {
  readonly venues: Venues
  readonly origins: Origins
  /** Where browsers reach its APIs. Listening adds what is missing. */
  readonly addresses: Addresses
  readonly app: OpenAPIHono<ApiEnv>
}

/** An app and what is needed to serve it. */
export interface Served {
  readonly app: Platform['app']
  /** Provides the common headers of replies to requests that never reach the app. */
  readonly replier: Replier
  /** Whether to upgrade a request to a WebSocket. By default, none is. */
  readonly isHandshake?: (request: IncomingMessage) => boolean
  /** Called with the port once the server listens. */
  readonly onListen?: (port: number) => void
  /** Notifies the subscribers of its streams that the server stops. */
  readonly goAway?: () => void
}

/** Serves a platform. Rejects with Node's error if it cannot listen at the address. */
export const listen = (platform: Platform, options: ListenOptions): Promise<Listening> =>
  serveApp(
    {
      app: platform.app,
      replier: replierOf(platform),
      isHandshake: (request) => isHandshake(request, platform),
      onListen: (port) => {
        platform.addresses.trading ??= port
      },
      goAway() {
        for (const { stream } of platform.venues.list()) stream.close()
      },
    },
    options,
  )

/** Replies before a venue is resolved use the headers of the main venue. */
export const replierOf = ({ venues, origins }: Pick<Platform, 'venues' | 'origins'>): Replier => ({
  get venue() {
    return venues.main.venue
  },
  origins,
})

/** Serves an app. Rejects with Node's error if it cannot listen at the address. */
export function serveApp(
  { app, replier, isHandshake = () => false, onListen, goAway = () => {} }: Served,
  { host, port, clock, allowedHosts, route, limits = {} }: ListenOptions,
): Promise<Listening> {
  const createServer = problemServer({
    replier,
    methods: methodsOf(app),
    limits: { ...defaultLimits, ...limits },
    allowedHosts,
    clock,
  })
  const forwarder = route && createForwarder(route, replier)
  const sockets = new WebSocketServer(socketOptions)
  const connections = new Set<Socket>()
  return new Promise((resolve, reject) => {
    // `as Server`: the adapter's type includes HTTP/2 servers.
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        // `as`: `createServer` has only this one of Node's overloads.
        createServer: forwardingFrom(
          createServer,
          forwarder,
        ) as typeof import('node:http').createServer,
        serverOptions: {
          shouldUpgradeCallback: (request) =>
            isHandshake(request) ||
            (wantsWebSocket(request) && forwarder?.mayForward(request) === true),
        },
        // The adapter would cut off a slow client. `problemServer` discards the rest of a body.
        autoCleanupIncoming: false,
        // `as never`: the types differ only in how optional fields allow `undefined`.
        websocket: { server: sockets as never },
      },
      ({ port: taken }) => {
        onListen?.(taken)
        const name = host.includes(':') ? `[${host}]` : host
        resolve({
          url: `http://${name}:${taken}`,
          close: (graceMs) => {
            goAway()
            forwarder?.close()
            return closeServer(server, connections, clock, graceMs)
          },
        })
      },
    ) as Server
    server.on('connection', (connection: Socket) => {
      connections.add(connection)
      connection.once('close', () => connections.delete(connection))
    })
    if (forwarder) forwardUpgrades(server, forwarder, isHandshake)
    server.on('upgrade', (_request, connection) => upgraded.add(connection))
    server.once('error', reject)
  })
}

type CreateServer = ReturnType<typeof problemServer>

/** The same, but its server forwards what another node serves. */
function forwardingFrom(
  createServer: CreateServer,
  forwarder: Forwarder | undefined,
): CreateServer {
  if (!forwarder) return createServer
  return (options, listener) =>
    createServer(options, (request, response) =>
      forwarder.accept(request, response, () => listener(request, response)),
    )
}

const wantsWebSocket = ({ headers }: IncomingMessage) =>
  headers.upgrade?.toLowerCase() === 'websocket'

/** Lets the forwarder decide about each handshake before the adapter completes it. */
function forwardUpgrades(
  server: Server,
  forwarder: Forwarder,
  isHandshake: NonNullable<Served['isHandshake']>,
): void {
  // The last one is the adapter's.
  const complete = server.listeners('upgrade').at(-1) as (...args: unknown[]) => void
  server.removeListener('upgrade', complete)
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    forwarder.acceptUpgrade(request, socket, head, (respond) => {
      if (isHandshake(request)) complete.call(server, request, socket, head)
      else server.emit('request', request, respond())
    }),
  )
}

/** The methods that the paths of an app support, with HEAD and OPTIONS. */
function methodsOf({ routes }: Platform['app']): string[] {
  const methods = new Set(routes.map(({ method }) => method))
  // Middlewares are registered under ALL. Hono serves HEAD wherever it serves GET.
  methods.delete('ALL')
  return [...methods, 'HEAD', 'OPTIONS']
}

/** The connections that became WebSockets. */
const upgraded = new WeakSet<Duplex>()

/** How often a stopping server looks for idle connections. */
const sweepEveryMs = 50

function closeServer(
  server: Server,
  connections: ReadonlySet<Socket>,
  clock: Clock,
  graceMs: number,
): Promise<void> {
  const end = clock.now() + graceMs
  let cancel = () => {}

  function sweep(): void {
    const isOver = clock.now() >= end
    for (const connection of connections) {
      if (isOver || !isBusy(connection)) connection.destroy()
    }
    if (!isOver) scheduleSweep()
  }

  function scheduleSweep(): void {
    cancel = clock.schedule(Math.min(clock.now() + sweepEveryMs, end), sweep)
  }

  return new Promise((resolve) => {
    // Node closes the idle connections now. A request that is arriving has until the first sweep.
    server.close(() => {
      cancel()
      resolve()
    })
    scheduleSweep()
  })
}

/**
 * Whether to wait for a connection: it is a WebSocket, its client may still be reading the last reply,
 * or it has a complete request in flight.
 */
const isBusy = (connection: Socket): boolean =>
  upgraded.has(connection) ||
  isClosingInStages(connection) ||
  currentResponse(connection)?.req.complete === true
