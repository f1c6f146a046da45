import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { anObject, spanMs } from '../contract/orders.ts'
import type { FaultRules } from '../faults/fault-rules.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { CommitPhase, requestMatch } from './request-match.ts'
import {
  frequency,
  lifetime,
  ruleId,
  ruleState,
  ruleStateView,
  toLifetime,
} from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

const FaultMatch = z
  .strictObject({ ...requestMatch, ...frequency }, anObject)
  .openapi('FaultMatch', {
    description: 'Which requests are meant: those that fit all that is said.',
    example: { endpoint: 'POST /orders', symbol: 'EURUSD' },
  })

const retryAfterRule = 'must be a whole number of seconds from 0 to 86400'
const retryAfterS = z
  .int({ error: retryAfterRule })
  .min(0, { error: retryAfterRule })
  .max(86_400, { error: retryAfterRule })
  .openapi({ description: 'What `Retry-After` says, in seconds; 1 when left out.', example: 2 })

const statusRule = 'must be 429, 500, 502, 503 or 504'
const Status = z
  .union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)], {
    error: statusRule,
  })
  .openapi({
    description:
      '429 and 503 before the commit tell a client that nothing was recorded. 500, 502 and 504 say the same before and after: that nobody knows, and so does 503 after. 429 is refused after the commit: who limits requests stands before it.',
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
          error: 'goes with 429 and 503 alone',
        }),
      z.strictObject({
        does: z.enum(['close', 'reset', 'truncate']).openapi({
          description:
            'The connection is closed without a reply, is reset (RST), or is closed halfway through the body of the reply; a reply without a body is not sent at all. Before the commit the reply is a 502.',
        }),
      }),
      z.strictObject({
        does: z.literal('delay'),
        ms: spanMs("It takes so much longer, on the venue's clock.", 500),
      }),
    ],
    { error: 'must say what it does: answer, close, reset, truncate or delay' },
  )
  .openapi('FaultAction', {
    description: 'What befalls the request, or the reply to it.',
    example: { does: 'close' },
  })

/** The failures that say when to try again. */
const retries: ReadonlySet<number> = new Set([429, 503])

const ruleExample = {
  match: { endpoint: 'POST /orders' as const, symbol: 'EURUSD' },
  at: 'after-commit' as const,
  action: { does: 'close' as const },
  times: 1,
}

const RuleDraft = z
  .strictObject(
    { match: FaultMatch.default({}), at: CommitPhase, action: FaultAction, ...lifetime },
    anObject,
  )
  .refine(
    ({ at, action }) => !(at === 'after-commit' && 'status' in action && action.status === 429),
    {
      path: ['at'],
      error: 'must be before-commit with 429: who limits requests stands before the commit',
    },
  )
  .openapi('FaultRuleDraft', { description: 'A standing rule on faults.', example: ruleExample })

const stateExample = { id: 'fault-1', ...ruleExample, seen: 3, hits: 1 }

const RuleState = z
  .strictObject({
    id: ruleId,
    match: FaultMatch,
    at: CommitPhase,
    action: FaultAction,
    ...ruleState,
  })
  .openapi('FaultRule', { description: 'A fault, and what came of it.', example: stateExample })
type RuleState = z.infer<typeof RuleState>

const ruleView = (rule: ReturnType<FaultRules['add']>): RuleState => {
  const { at, ...match } = rule.match
  return { id: rule.id, match, at, action: rule.action, ...ruleStateView(rule) }
}

const routes = ruleRoutes({
  path: '/venues/{venue}/faults',
  tag: 'Faults',
  name: 'FaultRule',
  one: 'a fault',
  all: 'all faults',
  summary: 'Let requests fail, or their replies get lost',
  description:
    'Each side of the commit has its own: of the rules on it the first that applies befalls a request; this one stands behind those that are there. Requests that break the contract, dry runs and repetitions under an Idempotency-Key meet none, for they have nothing to commit. Where chance decides, one who tries again has another chance.',
  draft: RuleDraft,
  draftExample: ruleExample,
  state: RuleState,
  stateExample: stateExample,
})

/** Adds the standing rules on what befalls requests. */
export const addFaultRules = (app: OpenAPIHono<ApiEnv>, venues: Venues) =>
  addRuleRoutes(app, venues, routes, {
    size: ({ faultInjection }) => faultInjection.faults.rules.size,
    add({ faultInjection }, { match, at, action, ...rest }) {
      const { rules } = faultInjection.faults
      return ruleView(rules.add({ match: { ...match, at }, action, ...toLifetime(rest) }))
    },
    list: ({ faultInjection }) => faultInjection.faults.rules.list().map(ruleView),
    remove: ({ faultInjection }, id) => faultInjection.faults.rules.remove(id),
    clear: ({ faultInjection }) => faultInjection.faults.rules.clear(),
  })
