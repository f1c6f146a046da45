/** How the operations of the control API are described and added to the app. */
import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { Handler, MiddlewareHandler } from 'hono'
import type { ProblemCode } from '../contract/orders.ts'
import { VenueName } from '../contract/queries.ts'
import { holdBackControl } from '../http/hold-back.ts'
import { describeRoute, everyReply } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { allowOnlyParameter } from '../http/validation.ts'
import { mainVenue, type Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody } from './body.ts'
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

/** Describes a reply without a body. */
export const emptyReply = (description: string) => ({ description, headers: everyReply })

interface Operation<Path, Request, Replies, Code> {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  readonly path: Path
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tag: string
  /** By default, only the path parameter that names a venue. */
  readonly request?: Request
  /** The replies of a successful request. */
  readonly replies: Replies
  /** The problems that only some operations have. */
  readonly problems?: readonly Code[]
  /** For the path in examples of problems, if it has another parameter than the venue. */
  readonly exampleId?: string
}

/**
 * Describes an operation. Call it once, when a module loads: describing the replies takes longer than
 * the rest of building an app.
 */
export function describeOperation<
  const Path extends string,
  const Replies extends RouteConfig['responses'],
  const Request extends NonNullable<RouteConfig['request']> = { params: typeof venueParam },
  const Code extends ProblemCode = never,
>(operation: Operation<Path, Request, Replies, Code>) {
  const { tag, replies, problems = [], exampleId = '', ...rest } = operation
  const { method, path } = operation
  // The problems of an operation occur only in a venue that exists.
  const venue = problems.length > 0 ? mainVenue : 'nowhere'
  const examplePath = path.replace('{venue}', venue).replace(/\{\w+\}/, exampleId)
  const ofBody = method === 'get' ? [] : bodyProblems
  return {
    // `as`: the default of the type parameter.
    request: { params: venueParam } as unknown as Request,
    ...rest,
    tags: [tag],
    responses: {
      ...replies,
      ...problemResponses<Code | 'UNAUTHORIZED' | (typeof bodyProblems)[number]>(
        examplePath,
        'UNAUTHORIZED',
        ...problems,
        ...ofBody,
      ),
    },
  }
}

/** Adds an operation to the app. The handler finds the venue in the variable `hosted`. */
export type AddOperation = OpenAPIHono<ApiEnv>['openapi']

/** Returns a function that adds operations to an app, with the checks that they describe. */
export function operationsOf(app: OpenAPIHono<ApiEnv>, venues: Venues): AddOperation {
  const findVenue = namedVenue(venues)
  const add = (route: RouteConfig, handler: Handler<ApiEnv>) => {
    const middleware = [
      ...(route.path.includes('{venue}') ? [findVenue] : []),
      ...(route.request?.query ? [] : [rejectAnyQuery]),
      ...(route.method === 'get' ? [] : [checkBody(route)]),
    ]
    // `checkBody` validates the body.
    const served = describeRoute(app, route, 'query', 'params', 'headers')
    return app.openapi({ ...served, middleware }, handler as never)
  }
  // `as`: `app.openapi` with the same types, which follow from the route.
  return add as AddOperation
}

/** Rejects every query parameter, including `venue`: the path names the venue. */
const rejectAnyQuery = allowOnlyParameter()

/** Finds the venue that the path names, or replies with VENUE_NOT_FOUND. */
const namedVenue =
  (venues: Venues): MiddlewareHandler<ApiEnv> =>
  (c, next) => {
    const name = c.req.param('venue') ?? ''
    const hosted = venues.find(name)
    if (!hosted) {
      return Promise.resolve(problem(c, 'VENUE_NOT_FOUND', `No venue is called ${name}.`))
    }
    c.set('hosted', hosted)
    // It became a follower after the request was routed here. A restart, for one, would take it over.
    if (hosted.follower && hosted.outage.reason) throw hosted.outage.reason
    c.set('showsLog', true)
    // A venue that was closed or reset has nothing to wait for.
    return next().then(() =>
      venues.find(name) === c.get('hosted') ? holdBackControl(c) : undefined,
    )
  }
