import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { lastInstant } from '../../engine/index.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Advance, advance } from '../venues/advance.ts'
import type { Venues } from '../venues/venues.ts'
import { eventView } from '../views/event-view.ts'
import { instantView } from '../views/instant-view.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import * as contract from './control-contract.ts'
import { parseInstant } from './instant-contract.ts'
import { jsonReply } from './json-reply.ts'
import { namedVenue, ownVenueParam, rejectAnyQuery, venueParam } from './named-venue.ts'
import { guardProblems } from './rule-routes.ts'
import { clockView } from './venue-view.ts'

/** At most this many events are in a reply. */
const maxEvents = 1000

const tags = ['Clock']

const readClock = createRoute({
  method: 'get',
  path: '/venues/{venue}/clock',
  operationId: 'readClock',
  summary: 'Read the clock of a venue',
  tags,
  request: { params: venueParam },
  responses: {
    200: jsonReply(
      'The current time, when the next order is due, and the number of waiting requests.',
      contract.ClockState,
      contract.venueExample.clock,
    ),
    ...problemResponses('/venues/nowhere/clock', ...guardProblems),
  },
})

const advanceClock = createRoute({
  method: 'post',
  path: '/venues/{venue}/clock/advance',
  operationId: 'advanceClock',
  summary: 'Advance the clock of a venue',
  description:
    'Moves a held clock forward. Everything that falls due happens at its own instant. The reply is sent when all of that is done: requests that waited for this time have their replies, and every subscriber has received its messages. It waits at most one second for clients that read slowly. Concurrent calls run one after the other. Time ends with the year 9999. A step beyond it is refused. Timers due later run at the last instant.',
  tags,
  request: {
    params: ownVenueParam,
    body: describeBody(contract.AdvanceDraft, { byMs: 1500 }),
  },
  responses: {
    200: jsonReply(
      'The new time, and the events of this step.',
      contract.Advanced,
      contract.advancedExample,
    ),
    ...problemResponses(
      '/venues/main/clock/advance',
      ...guardProblems,
      'CLOCK_NOT_HELD',
      'VENUE_CLOSED',
      ...bodyProblems,
    ),
  },
})

const aYearMs = 366 * 24 * 60 * 60 * 1000

/** The step to make, or an error text if it is too long. */
function toAdvance(draft: contract.AdvanceDraft, now: number): Advance | string {
  if (!('to' in draft)) return draft
  const to = parseInstant(draft.to)
  return to - now > aYearMs ? 'to must be at most a year ahead.' : { to }
}

/** Adds the routes of a venue's clock. */
export function addClockRoutes(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), rejectAnyQuery]

  app.openapi({ ...readClock, middleware: named }, (c) => reply(c, 200, clockView(c.get('hosted'))))

  app.openapi({ ...advanceClock, middleware: [...named, checkBody(advanceClock)] }, async (c) => {
    const hosted = c.get('hosted')
    const { time } = hosted
    if (time.mode !== 'held') return notHeld(c, hosted.name, time.mode)
    const step = toAdvance(c.req.valid('json'), time.clock.now())
    if (typeof step === 'string') {
      const errors = [{ pointer: '/to', message: 'must be at most a year ahead' }]
      return problem(c, 'INVALID_REQUEST', step, { errors })
    }
    const advanced = await advance(hosted, time.clock, step, maxEvents)
    if (venues.find(hosted.name) !== hosted) return venueClosed(c, hosted.name)
    if ('refused' in advanced) return refuseBeyondTheEnd(c)
    const { after, events } = advanced
    return reply(c, 200, {
      clock: clockView(hosted),
      after,
      position: hosted.venue.position,
      events: events.map(eventView),
    })
  })
}

/** Only `byMs` can lead beyond the end: `to` accepts no such instant. */
function refuseBeyondTheEnd(c: Context<ApiEnv>) {
  const message = `must not move the clock beyond ${instantView(lastInstant)}`
  return problem(c, 'INVALID_REQUEST', `byMs ${message}.`, {
    errors: [{ pointer: '/byMs', message }],
  })
}

const venueClosed = (c: Context<ApiEnv>, name: string) =>
  problem(c, 'VENUE_CLOSED', `${name} was closed or reset while its clock advanced.`)

const notHeld = (c: Context<ApiEnv>, name: string, mode: string) =>
  problem(
    c,
    'CLOCK_NOT_HELD',
    `The clock of ${name} is ${mode}, so its time passes by itself. Open a venue with a held clock.`,
  )
