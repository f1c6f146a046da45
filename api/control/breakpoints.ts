import { z } from '@hono/zod-openapi'
import { ClientOrderId, instant, mustBeObject, OrderId, TradedSymbol } from '../contract/orders.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { noContent, reply } from '../http/reply.ts'
import { instantView } from '../views/instant-view.ts'
import { type AddOperation, describeOperation, emptyReply, venueParam } from './operation.ts'
import { endpoint, requestMatch } from './request-match.ts'
import { frequency, ruleSchemas, ruleView, toLifetime } from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

const BreakpointMatch = z
  .strictObject({ ...requestMatch, ...frequency }, mustBeObject)
  .openapi('BreakpointMatch', {
    description: 'Selects requests. A request matches if it meets every condition given.',
    example: { endpoint: 'POST /orders' },
  })

const { Draft, State } = ruleSchemas(BreakpointMatch, {})
export type BreakpointDraft = z.input<typeof Draft>
export type Breakpoint = z.infer<typeof State>

const draftExample = { match: { endpoint: 'POST /orders' as const }, times: 1 }

const routes = ruleRoutes({
  path: '/venues/{venue}/breakpoints',
  tag: 'Breakpoints',
  name: 'Breakpoint',
  one: 'a breakpoint',
  summary: 'Add a breakpoint',
  description:
    'Holds each matching request after validation and latency, before anything is recorded. The request continues when you release it or remove the breakpoint. Meanwhile, time and all other requests continue. Use it to test what a client does while a request is in flight, and to decide the order in which two requests commit.',
  draft: Draft,
  draftExample,
  state: State,
  stateExample: { id: 'breakpoint-1', ...draftExample, seen: 1, hits: 1 },
})

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
    since: instant("When it was held, on the venue's clock.", heldExample.since),
  })
  .openapi('HeldRequest', {
    description: 'A request held before its commit.',
    example: heldExample,
  })
export type HeldRequest = z.infer<typeof Held>

const listHeld = describeOperation({
  tag: 'Breakpoints',
  method: 'get',
  path: '/venues/{venue}/held-requests',
  operationId: 'listHeldRequests',
  summary: 'List held requests',
  replies: {
    200: jsonReply('The held requests, in order of arrival.', z.array(Held), [heldExample]),
  },
})

const release = describeOperation({
  tag: 'Breakpoints',
  method: 'post',
  path: '/venues/{venue}/held-requests/{heldRequest}/release',
  operationId: 'releaseHeldRequest',
  summary: 'Release a held request',
  request: {
    params: venueParam.extend({
      heldRequest: z.string().openapi({
        description: 'The id of the held request, from `listHeldRequests`.',
        example: heldExample.id,
      }),
    }),
  },
  replies: { 204: emptyReply('The request continues.') },
  problems: ['REQUEST_NOT_HELD'],
  exampleId: heldExample.id,
})

/** Adds the routes of breakpoints and held requests. */
export function addBreakpoints(add: AddOperation): void {
  addRuleRoutes(add, routes, {
    rulesOf: ({ faultInjection }) => faultInjection.breakpoints,
    add: (breakpoints, { match, ...rest }) =>
      breakpoints.add({ match, action: 'hold', ...toLifetime(rest) }),
    view: (rule) => ruleView(rule, { match: rule.match }),
  })
  add(listHeld, (c) => {
    const held = c.get('hosted').faultInjection.breakpoints.held()
    return reply(
      c,
      200,
      held.map((request) => ({ ...request, since: instantView(request.since) })),
    )
  })
  add(release, (c) => {
    const { heldRequest } = c.req.valid('param')
    if (c.get('hosted').faultInjection.breakpoints.release(heldRequest)) return noContent(c)
    return problem(c, 'REQUEST_NOT_HELD', `There is no held request with the id ${heldRequest}.`)
  })
}
