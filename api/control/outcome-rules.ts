import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { OutcomeRules } from '../../engine/index.ts'
import { mustBeObject, Quantity, Reason, Side, spanMs, TradedSymbol } from '../contract/orders.ts'
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
        .strictObject({ min: Quantity.optional(), max: Quantity.optional() }, mustBeObject)
        .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, {
          error: 'must have a min of at most max',
        })
        .optional()
        .openapi({ description: 'A range from `min` to `max`, inclusive.' }),
      ...frequency,
    },
    mustBeObject,
  )
  .openapi('TicketMatch', {
    description: 'Selects tickets. A ticket matches if it meets every condition given.',
    example: { symbol: 'EURUSD', side: 'BUY' },
  })

const after = spanMs(
  'The time since placement. The default is the execution delay of the order.',
  250,
)

/** The outcome of an order. */
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
      'The outcome of an order: it is executed, cancelled by the venue, or held PENDING until you execute, cancel or release it.',
    example: { does: 'cancel', afterMs: 100, reason: 'no liquidity' },
  })

const ruleExample = {
  match: { symbol: 'EURUSD' },
  outcome: { does: 'cancel' as const, afterMs: 100, reason: 'no liquidity' },
  times: 1,
}

const RuleDraft = z
  .strictObject({ match: TicketMatch.default({}), outcome: Outcome, ...lifetime }, mustBeObject)
  .openapi('OutcomeRuleDraft', { description: 'An outcome rule to add.', example: ruleExample })
export type OutcomeRuleDraft = z.input<typeof RuleDraft>

const stateExample = { id: 'outcome-1', ...ruleExample, seen: 3, hits: 1 }

const RuleState = z
  .strictObject({
    id: ruleId,
    match: TicketMatch,
    outcome: Outcome,
    ...ruleState,
  })
  .openapi('OutcomeRule', {
    description: 'An outcome rule, with its counters.',
    example: stateExample,
  })
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
  one: 'an outcome rule',
  all: 'all outcome rules',
  summary: 'Add an outcome rule',
  description:
    'Decides the outcome of each matching order when it is placed. Rules run in the order they were added. The first rule that matches, has not ended, and is due by its `nth` and `probability` applies. Otherwise, the order is executed after a random execution delay.',
  draft: RuleDraft,
  draftExample: ruleExample,
  state: RuleState,
  stateExample: stateExample,
})

/** Adds the routes of outcome rules. */
export const addOutcomeRules = (app: OpenAPIHono<ApiEnv>, venues: Venues) =>
  addRuleRoutes(app, venues, routes, {
    size: ({ outcomes }) => outcomes.size,
    add: ({ outcomes }, { match, outcome: action, ...rest }) =>
      ruleView(outcomes.add({ match, action, ...toLifetime(rest) })),
    list: ({ outcomes }) => outcomes.list().map(ruleView),
    remove: ({ outcomes }, id) => outcomes.remove(id),
    clear: ({ outcomes }) => outcomes.clear(),
  })
