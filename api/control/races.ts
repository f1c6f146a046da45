import { z } from '@hono/zod-openapi'
import { instant, mustBeObject, OrderId, orderIdExample } from '../contract/orders.ts'
import { instantView } from '../views/instant-view.ts'
import type { AddOperation } from './operation.ts'
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

const Draft = z.strictObject(
  { match: RaceMatch.default({}), winner: Winner.default('seeded') },
  mustBeObject,
)

const State = z.strictObject({
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
export type RaceDraft = z.input<typeof Draft>
export type Race = z.infer<typeof State>

const draftExample = { match: { symbol: 'EURUSD' }, winner: 'execution' as const }

const routes = ruleRoutes({
  path: '/venues/{venue}/races',
  tag: 'Races',
  name: 'Race',
  one: 'a race',
  summary: 'Add a race',
  description:
    'Runs the next cancel request for a matching PENDING order and the execution of the order at the same instant. If the execution wins, the cancel request is refused with ORDER_ALREADY_EXECUTED. If the cancellation wins, the order is not executed. Only cancel requests by traders count. Each race is run once.',
  draft: Draft,
  draftExample,
  state: State,
  stateExample: {
    id: 'race-1',
    ...draftExample,
    result: {
      orderId: orderIdExample,
      winner: 'execution',
      decidedAt: '2026-01-01T00:00:00.500Z',
    },
  },
})

/** Adds the routes of races. */
export const addRaces = (add: AddOperation) =>
  addRuleRoutes(add, routes, {
    rulesOf: ({ faultInjection }) => faultInjection.races,
    add: (races, { match, winner }) => races.add(match, winner),
    view: ({ id, match, action: winner, result }) => ({
      id,
      match,
      winner,
      ...(result && { result: { ...result, decidedAt: instantView(result.decidedAt) } }),
    }),
  })
