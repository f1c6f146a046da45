import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { anObject, OrderStatus, spanMs } from '../contract/orders.ts'
import type { StreamFaults } from '../faults/stream-faults.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { orderMatch } from './request-match.ts'
import {
  frequency,
  lifetime,
  ruleId,
  ruleState,
  ruleStateView,
  toLifetime,
} from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

const MessageMatch = z
  .strictObject({ ...orderMatch, orderStatus: OrderStatus.optional(), ...frequency }, anObject)
  .openapi('MessageMatch', {
    description: 'Which messages are meant, by the order that they tell of: those that fit all.',
    example: { symbol: 'EURUSD', orderStatus: 'EXECUTED' },
  })

const codeRule =
  'must be a code that a server may send: 1000 to 1014 or 3000 to 4999, but not 1004 to 1006'

/** Those that stand for no close frame are never sent in one (RFC 6455, section 7.4.1). */
const isCloseCode = (code: number) => (code <= 1014 && (code < 1004 || code > 1006)) || code >= 3000

const code = z
  .int({ error: codeRule })
  .min(1000, { error: codeRule })
  .max(4999, { error: codeRule })
  .refine(isCloseCode, { error: codeRule })
  .openapi({ description: 'Why, as RFC 6455, section 7.4, says it.', example: 1012 })

const mostReasonBytes = 123
const reasonRule = `must be a text of at most ${mostReasonBytes} bytes`
const reason = z
  .string({ error: reasonRule })
  .refine((text) => Buffer.byteLength(text) <= mostReasonBytes, { error: reasonRule })
  .openapi({
    description: 'Why, in words.',
    example: 'service restart',
    maxLength: mostReasonBytes,
  })

const StreamFault = z
  .discriminatedUnion(
    'does',
    [
      z.strictObject({
        does: z.enum(['drop', 'duplicate', 'swap', 'cut']).openapi({
          description:
            'The message is not sent, is sent twice, or changes places with what that client hears next; or in its place the connection breaks off without a close frame.',
        }),
      }),
      z.strictObject({
        does: z.literal('delay'),
        ms: spanMs("It alone comes so much later, on the venue's clock.", 500),
      }),
      z.strictObject({
        does: z.literal('stall'),
        ms: spanMs('From this message on nothing is sent for so long; then everything.', 5000),
      }),
      z.strictObject({
        does: z.literal('close').openapi({
          description:
            'In its place the connection is closed; server-sent events just end, for they know no codes.',
        }),
        code,
        reason: reason.default(''),
      }),
    ],
    { error: 'must say what it does: drop, duplicate, swap, delay, stall, cut or close' },
  )
  .openapi('StreamFault', {
    description: 'What befalls the message on its way.',
    example: { does: 'drop' },
  })

const ruleExample = {
  match: { symbol: 'EURUSD', orderStatus: 'EXECUTED' as const },
  action: { does: 'drop' as const },
  times: 1,
}

const RuleDraft = z
  .strictObject({ match: MessageMatch.default({}), action: StreamFault, ...lifetime }, anObject)
  .openapi('StreamFaultRuleDraft', {
    description: 'A standing rule on faults of the stream.',
    example: ruleExample,
  })

const stateExample = { id: 'stream-fault-1', ...ruleExample, seen: 3, hits: 1 }

const RuleState = z
  .strictObject({ id: ruleId, match: MessageMatch, action: StreamFault, ...ruleState })
  .openapi('StreamFaultRule', {
    description: 'A fault of the stream, and what came of it.',
    example: stateExample,
  })
type RuleState = z.infer<typeof RuleState>

const ruleView = (rule: ReturnType<StreamFaults['rules']['add']>): RuleState => ({
  id: rule.id,
  match: rule.match,
  action: rule.action,
  ...ruleStateView(rule),
})

const routes = ruleRoutes({
  path: '/venues/{venue}/stream-faults',
  tag: 'Stream',
  name: 'StreamFaultRule',
  one: 'a fault of the stream',
  all: 'all faults of the stream',
  summary: 'Let messages of the stream get lost, repeated, swapped or late',
  description: `Of all rules the first that applies befalls the message about a change, on its way to everybody who would hear it alike, and counts once; about a change that nobody would hear of, live and under their filters, there is no message, and no rule has seen one. \`previous\` stays what it would have been: a client that checks it sees the gap, the repetition or the swap.

The log knows nothing of all this. A client that comes back with \`from\` reads from it everything that it missed, without faults and without delay. What is kept back counts as unread (\`MAX_UNREAD_BYTES\`), and is sent when the platform goes away.`,
  draft: RuleDraft,
  draftExample: ruleExample,
  state: RuleState,
  stateExample: stateExample,
})

/** Adds the standing rules on what befalls the messages of the stream. */
export const addStreamFaultRules = (app: OpenAPIHono<ApiEnv>, venues: Venues) =>
  addRuleRoutes(app, venues, routes, {
    size: ({ streamFaults }) => streamFaults.rules.size,
    add: ({ streamFaults }, { match, action, ...rest }) =>
      ruleView(streamFaults.rules.add({ match, action, ...toLifetime(rest) })),
    list: ({ streamFaults }) => streamFaults.rules.list().map(ruleView),
    remove: ({ streamFaults }, id) => streamFaults.rules.remove(id),
    clear: ({ streamFaults }) => streamFaults.rules.clear(),
  })
