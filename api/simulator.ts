/** The whole platform inside a test. `package.ts` exports it from the npm package. */
import { z } from '@hono/zod-openapi'
import { createRealClock } from '../engine/index.ts'
import { createControlApp } from './control/control-app.ts'
import { VenueDraft } from './control/control-contract.ts'
import { toDelay, toEndpointDelays } from './control/delay-view.ts'
import { toTimeSetting } from './control/venue-view.ts'
import { clientIn } from './control-client/in-process.ts'
import { type PlatformControl, platformControl } from './control-client/platform-control.ts'
import { perEndpoint } from './faults/latencies.ts'
import { createOrigins, isOrigin } from './http/origins.ts'
import { asSentence, errorsOf } from './http/validation.ts'
import type { ValidationIssue } from './http/validation-issue.ts'
import { createPlatform } from './platform.ts'
import { watchMemory } from './process/memory-watch.ts'
import { listen, replierOf, serveApp } from './server/listen.ts'
import { describeStuck, type StuckRequests } from './venues/held-clock-watch.ts'
import { createVenueTime } from './venues/venue-time.ts'
import { mainVenue } from './venues/venues.ts'

/** The options of the main venue, which are also the defaults of the venues you open, and of the platform. */
export interface SimulatorOptions extends Omit<VenueDraft, 'name' | 'durable'> {
  /** The origins whose pages may call the REST API and the stream, such as http://localhost:5173. Default: none. */
  readonly corsOrigins?: readonly string[] | undefined
}

/** A running platform. Its own methods control the main venue. */
export interface Simulator extends PlatformControl {
  /** The base URL of the REST API, such as http://127.0.0.1:40123. */
  readonly url: string
  /** The WebSocket URL of the main venue's stream. For another venue, append `?venue=` and its name. */
  readonly wsUrl: string
  /**
   * Stops everything: requests in flight get no reply, streams close with 1001, and no socket or timer
   * is left.
   * @example
   * await simulator.close()
   */
  close(): Promise<void>
}

const SimulatorDraft = VenueDraft.omit({ name: true, durable: true }).extend({
  corsOrigins: z
    .array(
      z.string().refine(isOrigin, { error: 'must be an origin such as http://localhost:5173' }),
    )
    .optional(),
})

const host = '127.0.0.1'

/** How long clients may take to close their connections. */
const graceMs = 1000

/** Starts a simulator. `package.ts` has the documentation that users see. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    seed = 'papertape',
    latencyMs = 0,
    executionDelayMs = { minMs: 1500, maxMs: 3000 },
    clock = { mode: 'held' },
    journal = true,
    corsOrigins = [],
  } = parse(options)
  const processClock = createRealClock()
  const platform = createPlatform({
    seed,
    time: createVenueTime(toTimeSetting(clock), processClock),
    latency: toEndpointDelays(latencyMs, perEndpoint(toDelay(0))),
    executionDelay: toDelay(executionDelayMs),
    processClock,
    keepsJournal: journal,
    corsOrigins,
    onBug: emitBug,
    onStuck: warnOfStuckRequests,
  })
  const { venues, addresses } = platform
  const origins = createOrigins()
  const app = createControlApp({
    venues,
    origins,
    trading: platform.app,
    addresses,
    processClock,
    onBug: emitBug,
  })
  const address = { host, port: 0, clock: processClock }
  const [rest, control] = await Promise.all([
    listen(platform, address),
    serveApp(
      {
        app,
        replier: replierOf({ venues, origins }),
        onListen(port) {
          addresses.control = port
        },
      },
      address,
    ),
  ])
  const stopWatching = watchMemory(venues, (warning) =>
    process.emitWarning(warning, { code: 'PAPERTAPE_MEMORY' }),
  )

  return {
    ...platformControl(clientIn(app), control.url, { seed, clock, journal }),
    url: rest.url,
    wsUrl: `${rest.url.replace('http', 'ws')}/ws`,
    async close() {
      stopWatching()
      // Requests that wait on a held clock would never finish.
      for (const { requests } of venues.list()) requests.abortAll()
      await Promise.all([rest.close(graceMs), control.close(graceMs)])
      await Promise.all(venues.list().map((venue) => venue.close()))
    },
  }
}

function parse(options: SimulatorOptions): SimulatorOptions {
  const parsed = SimulatorDraft.safeParse(options)
  if (parsed.success) return parsed.data
  const errors = errorsOf(parsed.error.issues as readonly ValidationIssue[])
  throw new TypeError(`createSimulator: ${asSentence(errors, 'the options')}`)
}

/** Reports a bug of papertape, whose request gets a 500, as a process warning. */
const emitBug = (error: Error) => process.emitWarning(error)

/** Without this warning, a test that awaits such a request hangs silently. */
function warnOfStuckRequests(stuck: StuckRequests): void {
  const owner = stuck.venue === mainVenue ? 'simulator' : 'venue'
  process.emitWarning(describeStuck(stuck, `${owner}.advance({ untilIdle: true })`), {
    type: 'PapertapeWarning',
    code: 'PAPERTAPE_CLOCK_HELD',
  })
}
