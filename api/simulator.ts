/** The whole platform, inside a test. `package.ts` makes it the front door of the npm package. */
import { createRealClock } from '../engine/index.ts'
import { createControlApp } from './control/control-app.ts'
import { VenueDraft, type VenueState } from './control/control-contract.ts'
import { toDelay, toEndpointDelays } from './control/delay-view.ts'
import { controlOf, requestIn, type VenueControl } from './control/venue-control.ts'
import { toTimeSetting } from './control/venue-view.ts'
import { perEndpoint } from './faults/latencies.ts'
import { createOrigins } from './http/origins.ts'
import { asSentence, errorsOf } from './http/validation.ts'
import type { ValidationIssue } from './http/validation-issue.ts'
import { createPlatform } from './platform.ts'
import { watchMemory } from './process/memory-watch.ts'
import { listen, replierOf, serveApp } from './server/listen.ts'
import { type StuckRequests, stuckInWords } from './venues/held-clock-watch.ts'
import { createVenueTime } from './venues/venue-time.ts'
import { mainVenue } from './venues/venues.ts'

export type { Order, OrderEvent, Problem, Ticket } from './contract/orders.ts'
export type {
  AdvanceDraft,
  Advanced,
  ClockDraft,
  VenueState,
} from './control/control-contract.ts'
export type { Delay, EndpointDelays } from './control/delay-contract.ts'
export type { OutcomeRule, OutcomeRuleDraft } from './control/outcome-rules.ts'
export type { OutcomeControl, VenueControl } from './control/venue-control.ts'

/** What the main venue of a simulator is to be; a venue that is opened beside it is the same where nothing else is said. */
export interface SimulatorOptions extends Omit<VenueDraft, 'name'> {}

/** A venue that was opened beside the main one. */
export interface OpenedVenue extends VenueControl {
  /** Closes it for good; its connections break. */
  close(): Promise<void>
}

/** A platform in this process, with its main venue under control. */
export interface Simulator extends VenueControl {
  /** Where REST is, such as http://127.0.0.1:40123. */
  readonly url: string
  /** Where the stream of the main venue is; of another with `?venue=` and its name. */
  readonly wsUrl: string
  /** Where the control API is, for whoever is in another process. */
  readonly controlUrl: string
  /** Opens a venue beside the main one, isolated from it. */
  openVenue(draft?: VenueDraft): Promise<OpenedVenue>
  /**
   * Ends all of it: requests under way get no answer, whoever listens is told to go, and no socket,
   * timer or order is left.
   */
  close(): Promise<void>
}

const SimulatorDraft = VenueDraft.omit({ name: true })

const host = '127.0.0.1'

/** How long a client has that is told to go. */
const graceMs = 1000

/**
 * Starts a platform and its control on free ports of this machine. Where nothing else is said its
 * time is held, no endpoint waits, an order is executed after 1.5 to 3 s, and everything random is
 * the same in every run. Rejects with a TypeError that names each option that cannot be read.
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    seed = 'papertape',
    latencyMs = 0,
    executionDelayMs = { minMs: 1500, maxMs: 3000 },
    clock = { mode: 'held' },
    journal = true,
  } = read(options)
  const processClock = createRealClock()
  const platform = createPlatform({
    seed,
    time: createVenueTime(toTimeSetting(clock), processClock),
    latency: toEndpointDelays(latencyMs, perEndpoint(toDelay(0))),
    executionDelay: toDelay(executionDelayMs),
    processClock,
    keepsJournal: journal,
    onBug: warn,
    onStuck: warnOfStuck,
  })
  const { venues } = platform
  const origins = createOrigins()
  const app = createControlApp({ venues, origins, processClock, onBug: warn })
  const address = { host, port: 0, clock: processClock }
  const [rest, control] = await Promise.all([
    listen(platform, address),
    serveApp({ app, replier: replierOf({ venues, origins }) }, address),
  ])
  const ask = requestIn(app)
  const stopWatching = watchMemory(venues, (warning) =>
    process.emitWarning(warning, { code: 'PAPERTAPE_MEMORY' }),
  )

  return {
    ...controlOf(mainVenue, ask),
    url: rest.url,
    wsUrl: `${rest.url.replace('http', 'ws')}/ws`,
    controlUrl: control.url,
    async openVenue(draft = {}) {
      const { name } = await ask<VenueState>('POST', '/venues', { seed, clock, journal, ...draft })
      return {
        ...controlOf(name, ask),
        close: () => ask('DELETE', `/venues/${name}`),
      }
    },
    async close() {
      stopWatching()
      // Who waits for time that nobody moves any more would be waited for in vain.
      for (const { requests } of venues.list()) requests.abortAll()
      await Promise.all([rest.close(graceMs), control.close(graceMs)])
      for (const venue of venues.list()) venue.close()
    },
  }
}

function read(options: SimulatorOptions): SimulatorOptions {
  const parsed = SimulatorDraft.safeParse(options)
  if (parsed.success) return parsed.data
  const errors = errorsOf(parsed.error.issues as readonly ValidationIssue[])
  throw new TypeError(`createSimulator: ${asSentence(errors, 'the options')}`)
}

/** A bug of ours: its request is answered with 500, and here it is told on. */
const warn = (error: Error) => process.emitWarning(error)

/** A test that awaits such a request would hang and say nothing. */
function warnOfStuck(stuck: StuckRequests): void {
  const owner = stuck.venue === mainVenue ? 'simulator' : 'venue'
  process.emitWarning(stuckInWords(stuck, `${owner}.advance({ untilIdle: true })`), {
    type: 'PapertapeWarning',
    code: 'PAPERTAPE_CLOCK_HELD',
  })
}
