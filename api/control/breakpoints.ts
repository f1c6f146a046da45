import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ClientOrderId, instant, mustBeObject, OrderId, TradedSymbol } from '../contract/orders.ts'
import type { Breakpoints, HeldRequest } from '../faults/breakpoints.ts'
import { everyReply } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, noContent, reply } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { instantView } from '../views/instant-view.ts'
import { bodyProblems, checkBody } from './body.ts'
import { jsonReply } from './json-reply.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'
import { endpoint, requestMatch } from './request-match.ts'
import {
  frequency,
  lifetime,
  ruleId,
  ruleState,
  ruleStateView,
  toLifetime,
} from './rule-contract.ts'
import { addRuleRoutes, guardProblems, ruleRoutes } from './rule-routes.ts'

const BreakpointMatch = z
  .strictObject({ ...requestMatch, ...frequency }, mustBeObject)
  .openapi('BreakpointMatch', {
    description: 'Selects requests. A request matches if it meets every condition given.',
    example: { endpoint: 'POST /orders' },
  })

const draftExample = { match: { endpoint: 'POST /orders' as const }, times: 1 }

const Draft = z
  .strictObject({ match: BreakpointMatch.default({}), ...lifetime }, mustBeObject)
  .openapi('BreakpointDraft', {
    description: 'A breakpoint to add.',
    example: draftExample,
  })

const stateExample = { id: 'breakpoint-1', ...draftExample, seen: 1, hits: 1 }

const State = z
  .strictObject({ id: ruleId, match: BreakpointMatch, ...ruleState })
  .openapi('Breakpoint', {
    description: 'A breakpoint, with its counters.',
    example: stateExample,
  })
type State = z.infer<typeof State>

const heldExample = {
  id: 'held-1',
  breakpoint: 'breakpoint-1',
  endpoint: 'POST /orders' as const,
  symbol: 'EURUSD',
  since: '2026-01-01T00:00:00.500Z',
}

const Held = z
  .strictObject({
    id: z.string().openapi({ description: 'The id to release it by.' }),
    breakpoint: z.string().openapi({ description: 'The breakpoint that holds it.' }),
    endpoint,
    orderId: OrderId.optional(),
    symbol: TradedSymbol.optional(),
    clientOrderId: ClientOrderId.optional(),
    since: instant("When it was held, on the venue's clock.", '2026-01-01T00:00:00.500Z'),
  })
  .openapi('HeldRequest', {
    description: 'A request held before its commit.',
    example: heldExample,
  })
type Held = z.infer<typeof Held>

const listHeld = createRoute({
  method: 'get',
  path: '/venues/{venue}/held-requests',
  operationId: 'listHeldRequests',
  summary: 'List held requests',
  tags: ['Breakpoints'],
  request: { params: venueParam },
  responses: {
    200: jsonReply('The held requests, in order of arrival.', z.array(Held), [heldExample]),
    ...problemResponses('/venues/nowhere/held-requests', ...guardProblems),
  },
})

const release = createRoute({
  method: 'post',
  path: '/venues/{venue}/held-requests/{heldRequest}/release',
  operationId: 'releaseHeldRequest',
  summary: 'Release a held request',
  tags: ['Breakpoints'],
  request: {
    params: venueParam.extend({
      heldRequest: z.string().openapi({
        param: { name: 'heldRequest', in: 'path' },
        description: 'The id of the held request, from `listHeldRequests`.',
        example: 'held-1',
      }),
    }),
  },
  responses: {
    204: { description: 'The request continues.', headers: everyReply },
    ...problemResponses(
      '/venues/main/held-requests/held-1/release',
      ...guardProblems,
      'REQUEST_NOT_HELD',
      ...bodyProblems,
    ),
  },
})

const breakpointView = (rule: ReturnType<Breakpoints['add']>): State => ({
  id: rule.id,
  match: rule.match,
  ...ruleStateView(rule),
})

const heldView = (held: HeldRequest): Held => ({ ...held, since: instantView(held.since) })

const routes = ruleRoutes({
  path: '/venues/{venue}/breakpoints',
  tag: 'Breakpoints',
  name: 'Breakpoint',
  one: 'a breakpoint',
  all: 'all breakpoints',
  summary: 'Add a breakpoint',
  description:
    'Holds each matching request after validation and latency, before anything is recorded. The request continues when you release it or remove the breakpoint. Meanwhile, time and all other requests continue. Use it to test what a client does while a request is in flight, and to decide the order in which two requests commit.',
  draft: Draft,
  draftExample: draftExample,
  state: State,
  stateExample: stateExample,
})

/** Adds the routes of breakpoints and held requests. */
export function addBreakpoints(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), rejectAnyQuery]

  addRuleRoutes(app, venues, routes, {
    size: ({ faultInjection }) => faultInjection.breakpoints.size,
    add({ faultInjection }, { match, ...rest }) {
      const added = faultInjection.breakpoints.add({ match, action: 'hold', ...toLifetime(rest) })
      return breakpointView(added)
    },
    list: ({ faultInjection }) => faultInjection.breakpoints.list().map(breakpointView),
    remove: ({ faultInjection }, id) => faultInjection.breakpoints.remove(id),
    clear: ({ faultInjection }) => faultInjection.breakpoints.clear(),
  })
  app.openapi({ ...listHeld, middleware: named }, (c) =>
    reply(c, 200, c.get('hosted').faultInjection.breakpoints.held().map(heldView)),
  )
  app.openapi({ ...release, middleware: [...named, checkBody(release)] }, (c) => {
    const { heldRequest } = c.req.valid('param')
    if (c.get('hosted').faultInjection.breakpoints.release(heldRequest)) return noContent(c)
    return problem(c, 'REQUEST_NOT_HELD', `There is no held request with the id ${heldRequest}.`)
  })
}
