import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { instant, mustBeObject, OrderId, orderIdExample } from '../contract/orders.ts'
import type { Race } from '../faults/races.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { instantView } from '../views/instant-view.ts'
import { orderMatch } from './request-match.ts'
import { ruleId } from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

const RaceMatch = z.strictObject(orderMatch, mustBeObject).openapi('RaceMatch', {
  description: 'Selects the order: the first that meets every condition given.',
  example: { symbol: 'EURUSD' },
})

const winnerRule = 'must be execution, cancellation or seeded'
const Winner = z.enum(['execution', 'cancellation', 'seeded'], { error: winnerRule }).openapi({
  description:
    "The winner of the race. `seeded` draws it from the venue's seed and the order's clientOrderId, or else its orderId.",
})

const draftExample = {
  match: { symbol: 'EURUSD' },
  winner: 'execution' as const,
}

const Draft = z
  .strictObject(
    {
      match: RaceMatch.default({}),
      winner: Winner.default('seeded'),
    },
    mustBeObject,
  )
  .openapi('RaceDraft', { description: 'A race to add.', example: draftExample })

const stateExample = {
  id: 'race-1',
  ...draftExample,
  result: {
    orderId: orderIdExample,
    winner: 'execution' as const,
    decidedAt: '2026-01-01T00:00:00.500Z',
  },
}

const State = z
  .strictObject({
    id: ruleId,
    match: RaceMatch,
    winner: Winner,
    result: z
      .strictObject({
        orderId: OrderId,
        winner: z.enum(['execution', 'cancellation']).openapi({ description: 'The winner.' }),
        decidedAt: instant('When the race was decided.', '2026-01-01T00:00:00.500Z'),
      })
      .optional()
      .openapi({ description: 'The result. Absent until the race is run.' }),
  })
  .openapi('Race', { description: 'A race, with its result.', example: stateExample })
type State = z.infer<typeof State>

const raceView = ({ id, match, action: winner, result }: Race): State => ({
  id,
  match,
  winner,
  ...(result && { result: { ...result, decidedAt: instantView(result.decidedAt) } }),
})

const routes = ruleRoutes({
  path: '/venues/{venue}/races',
  tag: 'Races',
  name: 'Race',
  one: 'a race',
  all: 'all races',
  summary: 'Add a race',
  description:
    'Runs the next cancel request for a matching PENDING order and the execution of the order at the same instant. If the execution wins, the cancel request is refused with ORDER_ALREADY_EXECUTED. If the cancellation wins, the order is not executed. Only cancel requests by traders count. Each race is run once.',
  draft: Draft,
  draftExample: draftExample,
  state: State,
  stateExample: stateExample,
})

/** Adds the routes of races. */
export const addRaces = (app: OpenAPIHono<ApiEnv>, venues: Venues) =>
  addRuleRoutes(app, venues, routes, {
    size: ({ faultInjection }) => faultInjection.races.size,
    add: ({ faultInjection }, { match, winner }) =>
      raceView(faultInjection.races.add(match, winner)),
    list: ({ faultInjection }) => faultInjection.races.list().map(raceView),
    remove: ({ faultInjection }, id) => faultInjection.races.remove(id),
    clear: ({ faultInjection }) => faultInjection.races.clear(),
  })
