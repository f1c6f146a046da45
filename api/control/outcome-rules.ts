import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { OutcomeRules } from '../../engine/index.ts'
import { anObject, Quantity, Reason, Side, spanMs, TradedSymbol } from '../contract/orders.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import {
  frequency,
  lifetime,
  Pattern,
  ruleId,
  ruleState,
  ruleStateView,
  toLifetime,
} from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

const TicketMatch = z
  .strictObject(
    {
      symbol: TradedSymbol.optional(),
      side: Side.optional(),
      clientOrderId: Pattern.optional(),
      quantity: z
        .strictObject({ min: Quantity.optional(), max: Quantity.optional() }, anObject)
        .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, {
          error: 'must have a min of at most max',
        })
        .optional()
        .openapi({ description: 'From `min` to `max`, both included.' }),
      ...frequency,
    },
    anObject,
  )
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
  .strictObject({ match: TicketMatch.default({}), outcome: Outcome, ...lifetime }, anObject)
  .openapi('OutcomeRuleDraft', { description: 'A standing rule.', example: ruleExample })
export type OutcomeRuleDraft = z.input<typeof RuleDraft>

const stateExample = { id: 'outcome-1', ...ruleExample, seen: 3, hits: 1 }

const RuleState = z
  .strictObject({
    id: ruleId,
    match: TicketMatch,
    outcome: Outcome,
    ...ruleState,
  })
  .openapi('OutcomeRule', { description: 'A rule, and what came of it.', example: stateExample })
export type OutcomeRule = z.infer<typeof RuleState>

type Rule = ReturnType<OutcomeRules['add']>

const ruleView = (rule: Rule): OutcomeRule => ({
  id: rule.id,
  match: rule.match,
  outcome: rule.action,
  ...ruleStateView(rule),
})

const routes = ruleRoutes({
  path: '/venues/{venue}/outcomes',
  tag: 'Outcomes',
  name: 'OutcomeRule',
  one: 'a rule',
  all: 'all rules',
  summary: 'Decide what becomes of orders',
  description:
    'Of all rules the first that applies wins; this one stands behind those that are there. What no rule decides is left to chance.',
  draft: RuleDraft,
  draftExample: ruleExample,
  state: RuleState,
  stateExample: stateExample,
})

/** Adds the standing rules on what becomes of orders. */
export const addOutcomeRules = (app: OpenAPIHono<ApiEnv>, venues: Venues) =>
  addRuleRoutes(app, venues, routes, {
    size: ({ outcomes }) => outcomes.size,
    add: ({ outcomes }, { match, outcome: action, ...rest }) =>
      ruleView(outcomes.add({ match, action, ...toLifetime(rest) })),
    list: ({ outcomes }) => outcomes.list().map(ruleView),
    remove: ({ outcomes }, id) => outcomes.remove(id),
    clear: ({ outcomes }) => outcomes.clear(),
  })
