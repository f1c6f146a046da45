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

/** The path parameter that names a venue. */
export const venueParam = named(mainVenue)

/**
 * `venueParam` for operations that the main venue refuses by default. Its example is the venue that the
 * example of `openVenue` creates.
 */
export const ownVenueParam = named(venueExample.name)

/** Rejects every query parameter, including `venue`: the path names the venue. */
export const rejectAnyQuery = allowOnlyParameter()

/** Finds the venue that the path names, or replies with VENUE_NOT_FOUND. */
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
