import { z } from '@hono/zod-openapi'
import { mustBeObject, spanMs } from '../contract/orders.ts'
import { wholeNumber } from './numbers.ts'
import type { AddOperation } from './operation.ts'
import { CommitPhase, requestMatch } from './request-match.ts'
import { frequency, ruleSchemas, ruleView, toLifetime } from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

const FaultMatch = z
  .strictObject({ ...requestMatch, ...frequency }, mustBeObject)
  .openapi('FaultMatch', {
    description: 'Selects requests. A request matches if it meets every condition given.',
    example: { endpoint: 'POST /orders', symbol: 'EURUSD' },
  })

const retryAfterS = wholeNumber(0, 86_400, 'seconds').openapi({
  description: 'The value of `Retry-After`, in seconds. The default is 1.',
  example: 2,
})

const statusRule = 'must be 429, 500, 502, 503 or 504'
const Status = z
  .union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)], {
    error: statusRule,
  })
  .openapi({
    description:
      "The status of the reply. The problem's `outcome` says what the client can know. 429, and 503 before the commit: `not-recorded`. 500, 502, 504, and 503 after the commit: `unknown`. For a read it is always `not-recorded`. 429 is allowed only before the commit.",
    example: 503,
  })

const FaultAction = z
  .discriminatedUnion(
    'does',
    [
      z
        .strictObject({
          does: z.literal('answer'),
          status: Status,
          retryAfterS: retryAfterS.optional(),
        })
        .refine(({ status, retryAfterS }) => retryAfterS === undefined || retries.has(status), {
          path: ['retryAfterS'],
          error: 'is only allowed with 429 and 503',
        }),
      z.strictObject({
        does: z.enum(['close', 'reset', 'truncate']).openapi({
          description:
            '`close`: closes the connection without a reply. `reset`: resets it (RST). `truncate`: closes it halfway through the body of the reply; a reply without a body is dropped. Before the commit, the truncated reply is a 502 problem.',
        }),
      }),
      z.strictObject({
        does: z.literal('delay'),
        ms: spanMs("The additional delay, on the venue's clock.", 500),
      }),
    ],
    { error: 'must say what it does: answer, close, reset, truncate or delay' },
  )
  .openapi('FaultAction', {
    description: 'The fault to inject into the request or its reply.',
    example: { does: 'close' },
  })

/** The statuses with a `Retry-After` header. */
const retries: ReadonlySet<number> = new Set([429, 503])

const { Draft, State } = ruleSchemas(FaultMatch, { at: CommitPhase, action: FaultAction })
export type FaultRuleDraft = z.input<typeof Draft>
export type FaultRule = z.infer<typeof State>

const draftExample = {
  match: { endpoint: 'POST /orders' as const, symbol: 'EURUSD' },
  at: 'after-commit' as const,
  action: { does: 'close' as const },
  times: 1,
}

const routes = ruleRoutes({
  path: '/venues/{venue}/faults',
  tag: 'Faults',
  name: 'FaultRule',
  one: 'a fault rule',
  summary: 'Add a fault rule',
  description:
    'Injects a fault into each matching request: an error reply, a lost or truncated reply, or a delay. Rules run in the order they were added, separately before and after the commit. The first rule that matches, has not ended, and is due by its `nth` and `probability` applies. Invalid requests, dry runs and replays under an Idempotency-Key have no commit, so no fault affects them. With a `probability`, each retry is drawn anew.',
  draft: Draft.refine(
    ({ at, action }) => !(at === 'after-commit' && 'status' in action && action.status === 429),
    {
      path: ['at'],
      error: 'must be before-commit with 429: a rate limiter rejects requests before they act',
    },
  ),
  draftExample,
  state: State,
  stateExample: { id: 'fault-1', ...draftExample, seen: 3, hits: 1 },
})

/** Adds the routes of fault rules. */
export const addFaultRules = (add: AddOperation) =>
  addRuleRoutes(add, routes, {
    rulesOf: ({ faultInjection }) => faultInjection.faults.rules,
    add: (rules, { match, at, action, ...rest }) =>
      rules.add({ match: { ...match, at }, action, ...toLifetime(rest) }),
    view(rule) {
      const { at, ...match } = rule.match
      return ruleView(rule, { match, at, action: rule.action })
    },
  })
