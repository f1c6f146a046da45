import { z } from '@hono/zod-openapi'
import { type Clock, drawSeed } from '../../engine/index.ts'
import { perEndpoint } from '../faults/latencies.ts'
import { header, jsonReply } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { noContent, reply } from '../http/reply.ts'
import { refuseInvalid } from '../http/validation.ts'
import type { HostedVenueOptions } from '../venues/hosted-venue.ts'
import { createVenueTime } from '../venues/venue-time.ts'
import { mainVenue, type Venues } from '../venues/venues.ts'
import { describeBody } from './body.ts'
import * as contract from './control-contract.ts'
import { toDelay, toEndpointDelays } from './delay-view.ts'
import { type AddOperation, describeOperation, emptyReply, ownVenueParam } from './operation.ts'
import { toTimeSetting, venueView } from './venue-view.ts'

/** Enough for any test run, and few enough to fit in memory. */
const maxVenues = 10_000

const tag = 'Venues'
const stateReply = (description: string) =>
  jsonReply(description, contract.VenueState, contract.venueExample)

const openVenue = describeOperation({
  tag,
  method: 'post',
  path: '/venues',
  operationId: 'openVenue',
  summary: 'Open a venue',
  description:
    'Opens a venue, isolated from all others: it has its own orders, log, stream, clock, rules, faults and idempotency keys. Open one for each test. A trading client addresses it with the header `Venue`, or with `?venue=` where it cannot set a header.',
  request: { body: describeBody(contract.VenueDraft, contract.venueDraftExample) },
  replies: {
    201: jsonReply('The venue.', contract.VenueState, contract.venueExample, {
      Location: header('The URL of the venue.', '/venues/test-7'),
    }),
  },
  problems: ['VENUE_NAME_TAKEN', 'TOO_MANY_VENUES'],
})

const listVenues = describeOperation({
  tag,
  method: 'get',
  path: '/venues',
  operationId: 'listVenues',
  summary: 'List venues',
  request: {},
  replies: {
    200: jsonReply(
      '`main`, then the others in the order in which they were opened or last reset.',
      z.array(contract.VenueState),
      [contract.venueExample],
    ),
  },
})

const readVenue = describeOperation({
  tag,
  method: 'get',
  path: '/venues/{venue}',
  operationId: 'readVenue',
  summary: 'Read a venue',
  replies: { 200: stateReply('The venue.') },
})

const closeVenue = describeOperation({
  tag,
  method: 'delete',
  path: '/venues/{venue}',
  operationId: 'closeVenue',
  summary: 'Close a venue',
  description:
    'Deletes a venue. Subscribers receive `going-away`, and their connections are closed. Requests in flight get no reply. You cannot close the main venue, only reset it.',
  request: { params: ownVenueParam },
  replies: { 204: emptyReply('Closed.') },
  problems: ['MAIN_VENUE_STAYS'],
})

const resetVenue = describeOperation({
  tag,
  method: 'post',
  path: '/venues/{venue}/reset',
  operationId: 'resetVenue',
  summary: 'Reset a venue',
  description:
    'Starts a venue over with the options it was opened with: an empty log with a new id, no orders, no rules, no faults. Subscribers receive `going-away`, and their connections are closed. Requests in flight get no reply.',
  replies: { 200: stateReply('The new venue.') },
  problems: ['VENUE_CLOSED'],
})

const restartVenue = describeOperation({
  tag,
  method: 'post',
  path: '/venues/{venue}/restart',
  operationId: 'restartVenue',
  summary: 'Crash and restart a venue',
  description:
    'Simulates a crash. The venue rebuilds its orders, timers and idempotency keys from its log. Its clock, rules, faults, latency and journal stay. Requests in flight get no reply and no longer act. Connections break, and clients can reconnect immediately.',
  replies: { 200: stateReply('The venue after the restart.') },
})

export interface VenueRoutesOptions {
  readonly venues: Venues
  /** The clock of the process, from which the clocks of new venues derive. */
  readonly processClock: Clock
}

/** Adds the routes that open, list, read, close, reset and restart venues. */
export function addVenueRoutes(add: AddOperation, options: VenueRoutesOptions): void {
  const { venues } = options
  let opened = 0

  /** A free name. */
  function nextName(): string {
    for (;;) {
      const name = `venue-${++opened}`
      if (!venues.find(name)) return name
    }
  }

  function optionsOf(draft: contract.VenueDraft): HostedVenueOptions {
    const { latency, executionDelay, maxUnreadBytes, processClock, onStuck } = venues.main.options
    const { onCommitFailed, onRecovered } = venues.main.options
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
      isDurable: draft.durable ?? false,
      onCommitFailed,
      onRecovered,
    }
  }

  add(openVenue, async (c) => {
    if (venues.list().length >= maxVenues) {
      return problem(c, 'TOO_MANY_VENUES', `At most ${maxVenues} venues are open at a time.`)
    }
    const draft = c.req.valid('json')
    if (draft.durable && !venues.hasStore) {
      const message = 'needs a store: start the platform with STORE, such as STORE=./papertape.db'
      return refuseInvalid(c, [{ path: ['durable'], message }])
    }
    const venueOptions = optionsOf(draft)
    const hosted = await venues.open(venueOptions)
    if (!hosted) {
      return problem(c, 'VENUE_NAME_TAKEN', `There is already a venue ${venueOptions.name}.`)
    }
    c.set('hosted', hosted)
    return reply(c, 201, venueView(hosted), { Location: `/venues/${hosted.name}` })
  })

  add(listVenues, (c) => reply(c, 200, venues.list().map(venueView)))

  add(readVenue, (c) => reply(c, 200, venueView(c.get('hosted'))))

  add(closeVenue, async (c) => {
    const hosted = c.get('hosted')
    if (hosted.name === mainVenue) {
      const detail =
        'The main venue cannot be closed: it serves the requests that name no venue. Reset it instead.'
      return problem(c, 'MAIN_VENUE_STAYS', detail)
    }
    await venues.remove(hosted)
    return noContent(c)
  })

  add(resetVenue, async (c) => {
    const { name } = c.get('hosted')
    const hosted = await venues.reset(c.get('hosted'))
    if (!hosted) return problem(c, 'VENUE_CLOSED', `${name} was closed before its reset.`)
    c.set('hosted', hosted)
    return reply(c, 200, venueView(hosted))
  })

  add(restartVenue, async (c) => {
    await c.get('hosted').restart()
    return reply(c, 200, venueView(c.get('hosted')))
  })
}
