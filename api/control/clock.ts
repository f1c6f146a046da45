import { lastInstant } from '../../engine/index.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { reply } from '../http/reply.ts'
import { refuseInvalid } from '../http/validation.ts'
import { type Advance, advance } from '../venues/advance.ts'
import type { Venues } from '../venues/venues.ts'
import { eventView } from '../views/event-view.ts'
import { instantView } from '../views/instant-view.ts'
import { describeBody } from './body.ts'
import * as contract from './control-contract.ts'
import { parseInstant } from './instant-contract.ts'
import { type AddOperation, describeOperation, ownVenueParam } from './operation.ts'
import { clockView } from './venue-view.ts'

/** At most this many events are in a reply. */
const maxEvents = 1000

const readClock = describeOperation({
  tag: 'Clock',
  method: 'get',
  path: '/venues/{venue}/clock',
  operationId: 'readClock',
  summary: 'Read the clock of a venue',
  replies: {
    200: jsonReply(
      'The current time, when the next order is due, and the number of waiting requests.',
      contract.ClockState,
      contract.venueExample.clock,
    ),
  },
})

const advanceClock = describeOperation({
  tag: 'Clock',
  method: 'post',
  path: '/venues/{venue}/clock/advance',
  operationId: 'advanceClock',
  summary: 'Advance the clock of a venue',
  description:
    'Moves a held clock forward. Everything that falls due happens at its own instant. The reply is sent when all of that is done: requests that waited for this time have their replies, and every subscriber has received its messages. It waits at most one second at a time for clients that read slowly. Concurrent calls run one after the other. Time ends with the year 9999. A step beyond it is refused. Timers due later run at the last instant.',
  request: {
    params: ownVenueParam,
    body: describeBody(contract.AdvanceDraft, { byMs: 1500 }),
  },
  replies: {
    200: jsonReply(
      'The new time, and the events of this step.',
      contract.Advanced,
      contract.advancedExample,
    ),
  },
  problems: ['CLOCK_NOT_HELD', 'VENUE_CLOSED'],
})

const toAdvance = (draft: contract.AdvanceDraft): Advance =>
  'to' in draft ? { to: parseInstant(draft.to) } : draft

/** Adds the routes of a venue's clock. */
export function addClockRoutes(add: AddOperation, venues: Venues): void {
  add(readClock, (c) => reply(c, 200, clockView(c.get('hosted'))))

  add(advanceClock, async (c) => {
    const hosted = c.get('hosted')
    const { name, time } = hosted
    if (time.mode !== 'held') {
      const detail = `The clock of ${name} is ${time.mode}, so its time passes by itself. Open a venue with a held clock.`
      return problem(c, 'CLOCK_NOT_HELD', detail)
    }
    const step = toAdvance(c.req.valid('json'))
    if ('to' in step && step.to - time.clock.now() > contract.longestAdvanceMs) {
      return refuseInvalid(c, [{ path: ['to'], message: 'must be at most a year ahead' }])
    }
    const advanced = await advance(hosted, time.clock, step, maxEvents)
    if (venues.find(name) !== hosted) {
      return problem(c, 'VENUE_CLOSED', `${name} was closed or reset while its clock advanced.`)
    }
    if ('refused' in advanced) {
      // Only `byMs` can lead beyond the end: `to` accepts no such instant.
      const message = `must not move the clock beyond ${instantView(lastInstant)}`
      return refuseInvalid(c, [{ path: ['byMs'], message }])
    }
    const { after, events } = advanced
    return reply(c, 200, {
      clock: clockView(hosted),
      after,
      position: hosted.venue.durableEnd,
      events: events.map(eventView),
    })
  })
}
