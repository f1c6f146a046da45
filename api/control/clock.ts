import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { lastInstant } from '../../engine/index.ts'
import { everyReply } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Advance, advance } from '../venues/advance.ts'
import type { Venues } from '../venues/venues.ts'
import { eventView } from '../views/event-view.ts'
import { instantView } from '../views/instant-view.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import * as contract from './control-contract.ts'
import { parseInstant } from './instant-contract.ts'
import { namedVenue, ownVenueParam, rejectAnyQuery, venueParam } from './named-venue.ts'
import { guardProblems } from './rule-routes.ts'
import { clockView } from './venue-view.ts'

/** How many of the events that happened one reply lists. */
const maxEvents = 1000

const tags = ['Clock']

const readClock = createRoute({
  method: 'get',
  path: '/venues/{venue}/clock',
  operationId: 'readClock',
  summary: 'Look at the clock of a venue',
  tags,
  request: { params: venueParam },
  responses: {
    200: {
      description: 'What it shows, and what waits for it.',
      headers: everyReply,
      content: {
        'application/json': {
          schema: contract.ClockState,
          example: contract.venueExample.clock,
        },
      },
    },
    ...problemResponses('/venues/nowhere/clock', ...guardProblems),
  },
})

const advanceClock = createRoute({
  method: 'post',
  path: '/venues/{venue}/clock/advance',
  operationId: 'advanceClock',
  summary: 'Move the time of a held venue',
  description:
    'Answers when everything that is due has happened, each thing at its own time, requests that it woke are answered, and every listener has received its messages. Several moves at once are made one after the other. Time ends with the year 9999: a move by more than is left is refused and moves nothing, and what would be due later is due at the end.',
  tags,
  request: {
    params: ownVenueParam,
    body: describeBody(contract.AdvanceDraft, { byMs: 1500 }),
  },
  responses: {
    200: {
      description: 'What happened meanwhile.',
      headers: everyReply,
      content: {
        'application/json': { schema: contract.Advanced, example: contract.advancedExample },
      },
    },
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

/** How far time is asked to move; a text where that is too far. */
function advanceIn(draft: contract.AdvanceDraft, now: number): Advance | string {
  if (!('to' in draft)) return draft
  const to = parseInstant(draft.to)
  return to - now > aYearMs ? 'to must be a year ahead at most.' : { to }
}

/** Adds the reading and the moving of a venue's clock. */
export function addClockRoutes(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), rejectAnyQuery]

  app.openapi({ ...readClock, middleware: named }, (c) => reply(c, 200, clockView(c.get('hosted'))))

  app.openapi({ ...advanceClock, middleware: [...named, checkBody(advanceClock)] }, async (c) => {
    const hosted = c.get('hosted')
    const { time } = hosted
    if (time.mode !== 'held') return notHeld(c, hosted.name, time.mode)
    const how = advanceIn(c.req.valid('json'), time.clock.now())
    if (typeof how === 'string') {
      const errors = [{ pointer: '/to', message: 'must be a year ahead at most' }]
      return problem(c, 'INVALID_REQUEST', how, { errors })
    }
    const advanced = await advance(hosted, time.clock, how, maxEvents)
    if (venues.find(hosted.name) !== hosted) return closedMeanwhile(c, hosted.name)
    if ('refused' in advanced) return beyondTheEnd(c)
    const { after, events } = advanced
    return reply(c, 200, {
      clock: clockView(hosted),
      after,
      position: hosted.venue.position,
      events: events.map(eventView),
    })
  })
}

/** Only a move by a span can lead there: an instant beyond the end cannot be written. */
function beyondTheEnd(c: Context<ApiEnv>) {
  const message = `must not move the clock beyond ${instantView(lastInstant)}`
  return problem(c, 'INVALID_REQUEST', `byMs ${message}.`, {
    errors: [{ pointer: '/byMs', message }],
  })
}

const closedMeanwhile = (c: Context<ApiEnv>, name: string) =>
  problem(c, 'VENUE_CLOSED', `${name} was closed or begun anew while its time moved.`)

const notHeld = (c: Context<ApiEnv>, name: string, mode: string) =>
  problem(c, 'CLOCK_NOT_HELD', `The clock of ${name} is ${mode}: its time passes by itself.`)
