import { z } from '@hono/zod-openapi'
import { mustBeObject, Quantity, Reason, Side, spanMs, TradedSymbol } from '../contract/orders.ts'
import type { AddOperation } from './operation.ts'
import { frequency, Pattern, ruleSchemas, ruleView, toLifetime } from './rule-contract.ts'
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

const { Draft, State } = ruleSchemas(TicketMatch, { outcome: Outcome })
export type OutcomeRuleDraft = z.input<typeof Draft>
export type OutcomeRule = z.infer<typeof State>

const draftExample = {
  match: { symbol: 'EURUSD' },
  outcome: { does: 'cancel' as const, afterMs: 100, reason: 'no liquidity' },
  times: 1,
}

const routes = ruleRoutes({
  path: '/venues/{venue}/outcomes',
  tag: 'Outcomes',
  name: 'OutcomeRule',
  one: 'an outcome rule',
  summary: 'Add an outcome rule',
  description:
    'Decides the outcome of each matching order when it is placed. Rules run in the order they were added. The first rule that matches, has not ended, and is due by its `nth` and `probability` applies. Otherwise, the order is executed after a random execution delay.',
  draft: Draft,
  draftExample,
  state: State,
  stateExample: { id: 'outcome-1', ...draftExample, seen: 3, hits: 1 },
})

/** Adds the routes of outcome rules. */
export const addOutcomeRules = (add: AddOperation) =>
  addRuleRoutes(add, routes, {
    rulesOf: ({ outcomes }) => outcomes,
    add: (rules, { match, outcome: action, ...rest }) =>
      rules.add({ match, action, ...toLifetime(rest) }),
    view: (rule) => ruleView(rule, { match: rule.match, outcome: rule.action }),
  })
