import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { anObject, instant, OrderId, orderIdExample } from '../contract/orders.ts'
import type { Race } from '../faults/races.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { instantView } from '../views/instant-view.ts'
import { orderMatch } from './request-match.ts'
import { ruleId } from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

const RaceMatch = z.strictObject(orderMatch, anObject).openapi('RaceMatch', {
  description: 'Which order it is about: the first that fits all that is said.',
  example: { symbol: 'EURUSD' },
})

const winnerRule = 'must be execution, cancellation or seeded'
const Winner = z.enum(['execution', 'cancellation', 'seeded'], { error: winnerRule }).openapi({
  description:
    "Who comes first; `seeded` is drawn from the venue's seed by the order's clientOrderId, or else by how many orders were placed before it.",
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
    anObject,
  )
  .openapi('RaceDraft', { description: 'A race to be run.', example: draftExample })

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
        winner: z.enum(['execution', 'cancellation']).openapi({ description: 'Who came first.' }),
        decidedAt: instant('When.', '2026-01-01T00:00:00.500Z'),
      })
      .optional()
      .openapi({ description: 'What came of it; absent until it was run.' }),
  })
  .openapi('Race', { description: 'A race, and what came of it.', example: stateExample })
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
  summary: 'Let a cancel and the execution of its order meet',
  description:
    'The next cancel by a trader of a PENDING order that fits meets the execution of it at the very same instant. Where the execution wins, the cancel is refused as too late; where the cancellation wins, the execution is of no use. It is run once.',
  draft: Draft,
  draftExample: draftExample,
  state: State,
  stateExample: stateExample,
})

/** Adds the staging of races, and what came of them. */
export const addRaces = (app: OpenAPIHono<ApiEnv>, venues: Venues) =>
  addRuleRoutes(app, venues, routes, {
    size: ({ faultInjection }) => faultInjection.races.size,
    add: ({ faultInjection }, { match, winner }) =>
      raceView(faultInjection.races.add(match, winner)),
    list: ({ faultInjection }) => faultInjection.races.list().map(raceView),
    remove: ({ faultInjection }, id) => faultInjection.races.remove(id),
    clear: ({ faultInjection }) => faultInjection.races.clear(),
  })
