import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { VenueName } from '../contract/queries.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { allowOnlyParameter } from '../http/validation.ts'
import { mainVenue, type Venues } from '../venues/venues.ts'
import { venueExample } from './control-contract.ts'

const named = (example: string) =>
  z.object({ venue: VenueName.openapi({ param: { name: 'venue', in: 'path', example } }) })

/** The venue that a path names. */
export const venueParam = named(mainVenue)

/**
 * For operations that the main venue refuses by default: the example is the venue that the `openVenue`
 * example creates.
 */
export const ownVenueParam = named(venueExample.name)

/** Refuses any query: no other venue can be meant than the one that the path names. */
export const rejectAnyQuery = allowOnlyParameter()

/** Finds the venue that the path names, or refuses the request. */
export const namedVenue =
  (venues: Venues): MiddlewareHandler<ApiEnv, '/venues/:venue'> =>
  (c, next) => {
    const name = c.req.param('venue')
    const hosted = venues.find(name)
    if (!hosted) return Promise.resolve(noVenue(c, name))
    c.set('hosted', hosted)
    return next()
  }

const noVenue = (c: Context<ApiEnv>, name: string) =>
  problem(c, 'VENUE_NOT_FOUND', `No venue is called ${name}.`)
