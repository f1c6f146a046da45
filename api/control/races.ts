import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { instant, OrderId, orderIdExample } from '../contract.ts'
import { everyReply } from '../http/described.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { noQuery } from '../http/validation.ts'
import type { Race } from '../venues/races.ts'
import type { Venues } from '../venues/venues.ts'
import { instantView } from '../views/instant-view.ts'
import { namedVenue, venueParam } from './named-venue.ts'
import { orderMatch } from './request-match.ts'
import { addRuleRemoval, who } from './rule-removal.ts'

const path = '/venues/{venue}/races'
const kind = {
  path,
  tag: 'Races',
  name: 'Race',
  one: 'a race',
  all: 'all races',
  exampleId: 'race-1',
}

const RaceMatch = z.strictObject(orderMatch).openapi('RaceMatch', {
  description: 'Which order it is about: the first that fits all that is said.',
  example: { clientOrderId: 'alice-0001' },
})

const winnerRule = 'must be execution, cancellation or seeded'
const draftExample = {
  match: { clientOrderId: 'alice-0001' },
  winner: 'execution' as const,
}

const Draft = z
  .strictObject({
    match: RaceMatch.default({}),
    winner: z
      .enum(['execution', 'cancellation', 'seeded'], { error: winnerRule })
      .default('seeded')
      .openapi({
        description:
          "Who comes first; `seeded` is drawn from the venue's seed by the order's clientOrderId, or else by how many orders were placed before it.",
      }),
  })
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
    id: z.string(),
    match: RaceMatch,
    winner: z.enum(['execution', 'cancellation', 'seeded']),
    result: z
      .strictObject({
        orderId: OrderId,
        winner: z.enum(['execution', 'cancellation']),
        decidedAt: instant('When.', '2026-01-01T00:00:00.500Z'),
      })
      .optional()
      .openapi({ description: 'What came of it; absent until it was run.' }),
  })
  .openapi('Race', { description: 'A race, and what came of it.', example: stateExample })
type State = z.infer<typeof State>

const stageRace = createRoute({
  method: 'post',
  path,
  operationId: 'stageRace',
  summary: 'Let a cancel and the execution of its order meet',
  description:
    'The next cancel by a trader of a PENDING order that fits meets the execution of it at the very same instant. Where the execution wins, the cancel is refused as too late; where the cancellation wins, the execution is of no use. It is run once.',
  tags: [kind.tag],
  request: {
    params: venueParam,
    body: {
      required: true,
      content: { 'application/json': { schema: Draft, example: draftExample } },
    },
  },
  responses: {
    201: {
      description: 'The race, not run yet.',
      headers: everyReply,
      content: {
        'application/json': { schema: State, example: { id: 'race-1', ...draftExample } },
      },
    },
    ...problemResponses('/venues/main/races', ...who, 'MALFORMED_JSON', 'UNSUPPORTED_MEDIA_TYPE'),
  },
})

const listRaces = createRoute({
  method: 'get',
  path,
  operationId: 'listRaces',
  summary: 'List the races',
  tags: [kind.tag],
  request: { params: venueParam },
  responses: {
    200: {
      description: 'In the order in which they were staged, with what came of them.',
      headers: everyReply,
      content: { 'application/json': { schema: z.array(State), example: [stateExample] } },
    },
    ...problemResponses('/venues/nowhere/races', ...who),
  },
})

const raceView = ({ id, match, action: winner, result }: Race): State => ({
  id,
  match,
  winner,
  ...(result && { result: { ...result, decidedAt: instantView(result.decidedAt) } }),
})

/** Adds the staging of races, and what came of them. */
export function addRaces(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), noQuery]

  app.openapi({ ...stageRace, middleware: named }, (c) => {
    const { match, winner } = c.req.valid('json')
    return reply(c, 201, raceView(c.get('hosted').staging.races.add(match, winner)))
  })
  app.openapi({ ...listRaces, middleware: named }, (c) =>
    reply(c, 200, c.get('hosted').staging.races.list().map(raceView)),
  )
  addRuleRemoval(app, venues, kind, ({ staging }) => staging.races)
}
