import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type Clock, drawSeed } from '../../engine/index.ts'
import { perEndpoint } from '../faults/latencies.ts'
import { everyReply, header } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, noContent, reply } from '../http/reply.ts'
import type { HostedVenue, HostedVenueOptions } from '../venues/hosted-venue.ts'
import { createVenueTime } from '../venues/venue-time.ts'
import { mainVenue, type Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import * as contract from './control-contract.ts'
import { toDelay, toEndpointDelays } from './delay-view.ts'
import { namedVenue, ownVenueParam, rejectAnyQuery, venueParam } from './named-venue.ts'
import { guardProblems } from './rule-routes.ts'
import { toTimeSetting, venueView } from './venue-view.ts'

/** More than any machine's tests need at a time, and few enough not to exhaust its memory. */
const maxVenues = 10_000

const tags = ['Venues']
const state = (description: string) => ({
  description,
  headers: everyReply,
  content: { 'application/json': { schema: contract.VenueState, example: contract.venueExample } },
})

const openVenue = createRoute({
  method: 'post',
  path: '/venues',
  operationId: 'openVenue',
  summary: 'Open a venue',
  description:
    'Isolated from all others: orders, log, stream, clock, rules, faults, idempotency keys. A trading client is in it that sends its name as the `Venue` header, or as `?venue=` where no header can be set.',
  tags,
  request: {
    body: describeBody(contract.VenueDraft, {
      name: 'test-7',
      seed: '42',
      latencyMs: 0,
      clock: { mode: 'held' },
    }),
  },
  responses: {
    201: {
      ...state('The venue.'),
      headers: { ...everyReply, Location: header('Where to read the venue.', '/venues/test-7') },
    },
    ...problemResponses(
      '/venues',
      'UNAUTHORIZED',
      'VENUE_NAME_TAKEN',
      'TOO_MANY_VENUES',
      ...bodyProblems,
    ),
  },
})

const listVenues = createRoute({
  method: 'get',
  path: '/venues',
  operationId: 'listVenues',
  summary: 'List the venues',
  tags,
  responses: {
    200: {
      description: 'All of them, oldest first.',
      headers: everyReply,
      content: {
        'application/json': {
          schema: z.array(contract.VenueState),
          example: [contract.venueExample],
        },
      },
    },
    ...problemResponses('/venues', 'UNAUTHORIZED'),
  },
})

const one = { tags, request: { params: venueParam } }
const refusals = problemResponses('/venues/nowhere', ...guardProblems)
const refusalsToAct = problemResponses('/venues/nowhere', ...guardProblems, ...bodyProblems)

const readVenue = createRoute({
  ...one,
  method: 'get',
  path: '/venues/{venue}',
  operationId: 'readVenue',
  summary: 'Look at a venue',
  responses: { 200: state('The venue as it stands.'), ...refusals },
})

const closeVenue = createRoute({
  ...one,
  method: 'delete',
  path: '/venues/{venue}',
  operationId: 'closeVenue',
  summary: 'Close a venue for good',
  request: { params: ownVenueParam },
  description: 'Its connections break. The main venue cannot be closed, only reset.',
  responses: {
    204: { description: 'It is gone.', headers: everyReply },
    ...problemResponses('/venues/main', ...guardProblems, 'MAIN_VENUE_STAYS', ...bodyProblems),
  },
})

const resetVenue = createRoute({
  ...one,
  method: 'post',
  path: '/venues/{venue}/reset',
  operationId: 'resetVenue',
  summary: 'Begin a venue anew',
  description:
    'With the same name, seed, delays and kind of clock, and nothing else: no orders, another log, no rules or faults. Its connections break.',
  responses: { 200: state('The venue as it is now.'), ...refusalsToAct },
})

const restartVenue = createRoute({
  ...one,
  method: 'post',
  path: '/venues/{venue}/restart',
  operationId: 'restartVenue',
  summary: 'Crash a venue',
  description:
    'Everything but its log is dropped and rebuilt from it: orders, timers, replies kept under keys. Requests under way get no answer and act no more; connections break and may come back at once.',
  responses: { 200: state('The venue as it came back.'), ...refusalsToAct },
})

export interface VenueRoutesOptions {
  readonly venues: Venues
  /** The time of the process, beside which the time of new venues passes. */
  readonly processClock: Clock
}

/** Adds the opening, reading, restarting, resetting and closing of venues. */
export function addVenueRoutes(app: OpenAPIHono<ApiEnv>, options: VenueRoutesOptions): void {
  const { venues } = options
  const named = [namedVenue(venues), rejectAnyQuery]
  let opened = 0

  /** A name that no venue has. */
  function nextName(): string {
    for (;;) {
      const name = `venue-${++opened}`
      if (!venues.find(name)) return name
    }
  }

  function optionsOf(draft: contract.VenueDraft): HostedVenueOptions {
    const { latency, executionDelay, maxUnreadBytes, processClock, onStuck } = venues.main.options
    return {
      name: draft.name ?? nextName(),
      seed: draft.seed ?? drawSeed(),
      time: createVenueTime(toTimeSetting(draft.clock ?? { mode: 'real' }), options.processClock),
      latency: toEndpointDelays(draft.latencyMs ?? {}, perEndpoint(latency)),
      executionDelay:
        draft.executionDelayMs === undefined ? executionDelay : toDelay(draft.executionDelayMs),
      processClock,
      maxUnreadBytes,
      onStuck,
      keepsJournal: draft.journal ?? true,
    }
  }

  app.openapi({ ...openVenue, middleware: [rejectAnyQuery, checkBody(openVenue)] }, (c) => {
    if (venues.list().length >= maxVenues) {
      return problem(c, 'TOO_MANY_VENUES', `At most ${maxVenues} venues are open at a time.`)
    }
    const wanted = optionsOf(c.req.valid('json'))
    const hosted = venues.open(wanted)
    if (!hosted) return problem(c, 'VENUE_NAME_TAKEN', `A venue is called ${wanted.name} already.`)
    c.set('hosted', hosted)
    return reply(c, 201, venueView(hosted), { Location: `/venues/${hosted.name}` })
  })

  app.openapi({ ...listVenues, middleware: rejectAnyQuery }, (c) =>
    reply(c, 200, venues.list().map(venueView)),
  )

  app.openapi({ ...readVenue, middleware: named }, (c) => reply(c, 200, venueView(c.get('hosted'))))

  app.openapi({ ...closeVenue, middleware: [...named, checkBody(closeVenue)] }, (c) => {
    const hosted = c.get('hosted')
    if (hosted.name === mainVenue) return keepMain(c)
    venues.remove(hosted)
    return noContent(c)
  })

  app.openapi({ ...resetVenue, middleware: [...named, checkBody(resetVenue)] }, (c) => {
    const hosted: HostedVenue = venues.reset(c.get('hosted'))
    c.set('hosted', hosted)
    return reply(c, 200, venueView(hosted))
  })

  app.openapi({ ...restartVenue, middleware: [...named, checkBody(restartVenue)] }, (c) => {
    c.get('hosted').restart()
    return reply(c, 200, venueView(c.get('hosted')))
  })
}

const keepMain = (c: Context<ApiEnv>) =>
  problem(c, 'MAIN_VENUE_STAYS', 'Requests that name no venue mean the main one.')
