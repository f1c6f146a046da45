import { z } from '@hono/zod-openapi'
import { spanMs } from '../contract/orders.ts'
import type { AddOperation } from './operation.ts'
import { ruleSchemas, ruleView, toLifetime } from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'
import { MessageMatch } from './stream-faults.ts'

const recorded = z
  .boolean({ error: 'must be true or false' })
  .openapi({ description: 'Whether the change is in the log nevertheless.', example: true })

const CommitFault = z
  .discriminatedUnion(
    'does',
    [
      z.strictObject({
        does: z.literal('delay'),
        ms: spanMs("The delay of the commit, on the venue's clock.", 500),
      }),
      z.strictObject({
        does: z.enum(['fail', 'crash']).openapi({
          description:
            '`fail`: the requests that wait for the commit get 503 with `outcome` `unknown`, and streams close with 1012. `crash`: all connections break without a reply. Both restart the venue from its log.',
        }),
        recorded,
      }),
    ],
    { error: 'must say what it does: delay, fail or crash' },
  )
  .openapi('CommitFault', {
    description: 'The fault to inject into the commit.',
    example: { does: 'crash', recorded: true },
  })

const { Draft, State } = ruleSchemas(MessageMatch, { action: CommitFault })
export type CommitFaultRuleDraft = z.input<typeof Draft>
export type CommitFaultRule = z.infer<typeof State>

const draftExample = {
  match: { symbol: 'EURUSD', orderStatus: 'PENDING' as const },
  action: { does: 'crash' as const, recorded: true },
  times: 1,
}

const routes = ruleRoutes({
  path: '/venues/{venue}/commit-faults',
  tag: 'Faults',
  name: 'CommitFaultRule',
  one: 'a commit fault',
  summary: 'Add a commit fault',
  description: `Delays the commit of a change, makes it fail, or crashes the venue during it. Use it to test what a client does when it does not know whether its order was recorded.

Changes of one instant share a commit. A rule matches a commit if it matches one of its orders as the commit leaves them: \`orderStatus\` \`PENDING\` selects placements. Nobody learns of a change before its commit: replies, messages and positions wait for it. After \`fail\` and \`crash\`, orders, timers and idempotency keys are as the log has them; a client can resume its stream with \`from\` and \`log\`.`,
  draft: Draft,
  draftExample,
  state: State,
  stateExample: { id: 'commit-fault-1', ...draftExample, seen: 3, hits: 1 },
})

/** Adds the routes of commit faults. */
export const addCommitFaultRules = (add: AddOperation) =>
  addRuleRoutes(add, routes, {
    rulesOf: ({ commitFaults }) => commitFaults.rules,
    add: (rules, { match, action, ...rest }) => rules.add({ match, action, ...toLifetime(rest) }),
    view: (rule) => ruleView(rule, { match: rule.match, action: rule.action }),
  })
