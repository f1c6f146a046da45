import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { OutcomeRules } from '../../engine/index.ts'
import { Quantity, Reason, Side, spanMs, TradedSymbol } from '../contract.ts'
import { everyReply } from '../http/described.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { noQuery } from '../http/validation.ts'
import type { Venues } from '../venues/venues.ts'
import { namedVenue, venueParam } from './named-venue.ts'
import {
  frequency,
  lifetime,
  lifetimeIn,
  Pattern,
  ruleState,
  ruleStateView,
} from './rule-contract.ts'
import { addRuleRemoval, who } from './rule-removal.ts'

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
export type OutcomeRuleDraft = z.input<typeof RuleDraft>

const stateExample = { id: 'outcome-1', ...ruleExample, seen: 3, hits: 1 }

const RuleState = z
  .strictObject({
    id: z.string(),
    match: TicketMatch,
    outcome: Outcome,
    ...ruleState,
  })
  .openapi('OutcomeRule', { description: 'A rule, and what came of it.', example: stateExample })
export type OutcomeRule = z.infer<typeof RuleState>

const tags = ['Outcomes']
const path = '/venues/{venue}/outcomes'
const kind = {
  path,
  tag: 'Outcomes',
  name: 'OutcomeRule',
  one: 'a rule',
  all: 'all rules',
  exampleId: 'outcome-1',
}

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

type Rule = ReturnType<OutcomeRules['add']>

const ruleView = (rule: Rule): OutcomeRule => ({
  id: rule.id,
  match: rule.match,
  outcome: rule.action,
  ...ruleStateView(rule),
})

/** Adds the standing rules on what becomes of orders. */
export function addOutcomeRules(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), noQuery]

  app.openapi({ ...addRule, middleware: named }, (c) => {
    const { match, outcome: action, ...rest } = c.req.valid('json')
    const rule = c.get('hosted').outcomes.add({ match, action, ...lifetimeIn(rest) })
    return reply(c, 201, ruleView(rule))
  })
  app.openapi({ ...listRules, middleware: named }, (c) =>
    reply(c, 200, c.get('hosted').outcomes.list().map(ruleView)),
  )
  addRuleRemoval(app, venues, kind, ({ outcomes }) => outcomes)
}
