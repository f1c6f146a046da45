import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { OutcomeRules } from '../../engine/index.ts'
import { instant, Quantity, Side, TradedSymbol } from '../contract.ts'
import { everyReply } from '../http/described.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply, replyHeaders } from '../http/reply.ts'
import { noQuery } from '../http/validation.ts'
import type { Venues } from '../venues/venues.ts'
import { instantView } from '../views/instant-view.ts'
import { spanMs } from './delay-contract.ts'
import { namedVenue, venueParam } from './named-venue.ts'
import { Reason } from './orders.ts'
import { frequency, lifetime } from './rule-contract.ts'

const Pattern = z
  .string({ error: 'must be a pattern such as alice-*' })
  .regex(/^[A-Za-z0-9._:*?-]{1,64}$/, {
    error: 'must be 1 to 64 letters, digits, or . _ : -, with * for anything and ? for one of them',
  })
  .openapi({
    description: 'The clientOrderId: `*` stands for anything, `?` for one character.',
    example: 'alice-*',
  })

const TicketMatch = z
  .strictObject({
    symbol: TradedSymbol.optional(),
    side: Side.optional(),
    clientOrderId: Pattern.optional(),
    quantity: z
      .strictObject({ min: Quantity.optional(), max: Quantity.optional() })
      .optional()
      .openapi({ description: 'From `min` to `max`, both included.' }),
    ...frequency,
  })
  .openapi('TicketMatch', {
    description: 'Which tickets are meant: those that fit all that is said.',
    example: { symbol: 'EURUSD', side: 'BUY' },
  })

const after = spanMs('Counted from the placement; its execution delay when left out.', 250)

/** What is to become of an order. */
export const Outcome = z
  .discriminatedUnion(
    'does',
    [
      z.strictObject({ does: z.literal('execute'), afterMs: after.optional() }),
      z.strictObject({
        does: z.literal('cancel'),
        afterMs: after.optional(),
        reason: Reason.optional(),
      }),
      z.strictObject({ does: z.literal('hold') }),
    ],
    { error: 'must say what it does: execute, cancel or hold' },
  )
  .openapi('Outcome', {
    description:
      'What is to become of an order: executed, cancelled by the venue, or held PENDING until somebody decides.',
    example: { does: 'cancel', afterMs: 100, reason: 'no liquidity' },
  })

const ruleExample = {
  match: { symbol: 'EURUSD' },
  outcome: { does: 'cancel' as const, afterMs: 100, reason: 'no liquidity' },
  times: 1,
}

const RuleDraft = z
  .strictObject({ match: TicketMatch.default({}), outcome: Outcome, ...lifetime })
  .openapi('OutcomeRuleDraft', { description: 'A standing rule.', example: ruleExample })

const stateExample = { id: 'outcome-1', ...ruleExample, seen: 3, hits: 1 }

const RuleState = z
  .strictObject({
    id: z.string(),
    match: TicketMatch,
    outcome: Outcome,
    times: lifetime.times,
    expiresAt: instant('When it ends.', '2026-01-01T00:10:00.000Z').optional(),
    seen: z.int().min(0).openapi({ description: 'How many tickets fitted it.' }),
    hits: z.int().min(0).openapi({ description: 'How often it was applied.' }),
  })
  .openapi('OutcomeRule', { description: 'A rule, and what came of it.', example: stateExample })
type RuleState = z.infer<typeof RuleState>

const tags = ['Outcomes']
const who = ['UNAUTHORIZED', 'FORBIDDEN_ORIGIN'] as const
const path = '/venues/{venue}/outcomes'
const ruleParam = venueParam.extend({
  rule: z.string().openapi({ param: { name: 'rule', in: 'path' }, example: 'outcome-1' }),
})

const addRule = createRoute({
  method: 'post',
  path,
  operationId: 'addOutcomeRule',
  summary: 'Decide what becomes of orders',
  description:
    'Of all rules the first that applies wins; this one stands behind those that are there. What no rule decides is left to chance.',
  tags,
  request: {
    params: venueParam,
    body: {
      required: true,
      content: { 'application/json': { schema: RuleDraft, example: ruleExample } },
    },
  },
  responses: {
    201: {
      description: 'The rule.',
      headers: everyReply,
      content: { 'application/json': { schema: RuleState, example: stateExample } },
    },
    ...problemResponses(
      '/venues/main/outcomes',
      ...who,
      'MALFORMED_JSON',
      'UNSUPPORTED_MEDIA_TYPE',
    ),
  },
})

const listRules = createRoute({
  method: 'get',
  path,
  operationId: 'listOutcomeRules',
  summary: 'List the rules',
  tags,
  request: { params: venueParam },
  responses: {
    200: {
      description: 'In the order in which they are asked, with those that are over.',
      headers: everyReply,
      content: { 'application/json': { schema: z.array(RuleState), example: [stateExample] } },
    },
    ...problemResponses('/venues/nowhere/outcomes', ...who),
  },
})

const removeRule = createRoute({
  method: 'delete',
  path: `${path}/{rule}`,
  operationId: 'removeOutcomeRule',
  summary: 'Take a rule away',
  tags,
  request: { params: ruleParam },
  responses: {
    204: { description: 'It is gone.', headers: everyReply },
    ...problemResponses('/venues/main/outcomes/outcome-1', ...who, 'RULE_NOT_FOUND'),
  },
})

const clearRules = createRoute({
  method: 'delete',
  path,
  operationId: 'clearOutcomeRules',
  summary: 'Take all rules away',
  tags,
  request: { params: venueParam },
  responses: {
    204: { description: 'None is left.', headers: everyReply },
    ...problemResponses('/venues/nowhere/outcomes', ...who),
  },
})

type Rule = ReturnType<OutcomeRules['add']>

const ruleView = ({ id, match, action, times, expiresAt, seen, hits }: Rule): RuleState => ({
  id,
  match,
  outcome: action,
  times,
  expiresAt: expiresAt === undefined ? undefined : instantView(expiresAt),
  seen,
  hits,
})

/** Adds the standing rules on what becomes of orders. */
export function addOutcomeRules(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), noQuery]
  const gone = (c: Context<ApiEnv>) => new Response(null, { status: 204, headers: replyHeaders(c) })

  app.openapi({ ...addRule, middleware: named }, (c) => {
    const { match, outcome: action, times, expiresAt } = c.req.valid('json')
    const { outcomes } = c.get('hosted')
    const rule = outcomes.add({
      match,
      action,
      times,
      expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
    })
    return reply(c, 201, ruleView(rule))
  })
  app.openapi({ ...listRules, middleware: named }, (c) =>
    reply(c, 200, c.get('hosted').outcomes.list().map(ruleView)),
  )
  app.openapi({ ...removeRule, middleware: named }, (c) => {
    const { rule } = c.req.valid('param')
    if (c.get('hosted').outcomes.remove(rule)) return gone(c)
    return problem(c, 'RULE_NOT_FOUND', `No rule on outcomes has the id ${rule}.`)
  })
  app.openapi({ ...clearRules, middleware: named }, (c) => {
    c.get('hosted').outcomes.clear()
    return gone(c)
  })
}
