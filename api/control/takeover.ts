import { z } from '@hono/zod-openapi'
import { mustBeObject, spanMs } from '../contract/orders.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { reply } from '../http/reply.ts'
import { describeBody } from './body.ts'
import { VenueState, venueExample } from './control-contract.ts'
import { type AddOperation, describeOperation, venueParam } from './operation.ts'
import { venueView } from './venue-view.ts'

/** How another node takes a venue over. */
export const TakeoverDraft = z
  .strictObject(
    {
      afterMs: spanMs(
        'How long no node records the venue, on its clock. The default is 0.',
        500,
      ).optional(),
    },
    mustBeObject,
  )
  .openapi('TakeoverDraft', {
    description: 'How another node takes a venue over.',
    example: { afterMs: 500 },
  })
export type TakeoverDraft = z.infer<typeof TakeoverDraft>

const takeOverVenue = describeOperation({
  tag: 'Venues',
  method: 'post',
  path: '/venues/{venue}/takeover',
  operationId: 'takeOverVenue',
  summary: 'Let another node take a venue over',
  description:
    'Simulates what a client sees when another node takes the venue over. At once, streams close with 1012. Commands get 503 with `outcome` `not-recorded` and `Retry-After` until `afterMs` have passed on the clock of the venue, also those that were received before and have not acted. Reads go on, and clients can subscribe again immediately. Then the venue accepts commands, with the orders, timers and idempotency keys of its log. What fell due meanwhile happens at that moment. The reply is sent when the takeover has begun, or is over if it takes no time. A crash (`restart`) ends it.',
  request: {
    params: venueParam,
    body: describeBody(TakeoverDraft, { afterMs: 500 }),
  },
  replies: { 200: jsonReply('The venue.', VenueState, venueExample) },
})

/** Adds the route that simulates a takeover of a venue by another node. */
export function addTakeover(add: AddOperation): void {
  add(takeOverVenue, async (c) => {
    const hosted = c.get('hosted')
    const { afterMs = 0 } = c.req.valid('json')
    hosted.takeOver(afterMs)
    await hosted.restarted()
    return reply(c, 200, venueView(hosted))
  })
}
