import { z } from '@hono/zod-openapi'
import { mustBeObject, OrderStatus, spanMs } from '../contract/orders.ts'
import type { AddOperation } from './operation.ts'
import { orderMatch } from './request-match.ts'
import { frequency, ruleSchemas, ruleView, toLifetime } from './rule-contract.ts'
import { addRuleRoutes, ruleRoutes } from './rule-routes.ts'

export const MessageMatch = z
  .strictObject({ ...orderMatch, orderStatus: OrderStatus.optional(), ...frequency }, mustBeObject)
  .openapi('MessageMatch', {
    description:
      'Selects messages by their order. A message matches if its order meets every condition given.',
    example: { symbol: 'EURUSD', orderStatus: 'EXECUTED' },
  })

const codeRule =
  'must be a code that a server may send: 1000 to 1014 or 3000 to 4999, but not 1004 to 1006'

/** 1004 to 1006 are never sent in a close frame (RFC 6455, section 7.4.1). */
const isCloseCode = (code: number) => (code <= 1014 && (code < 1004 || code > 1006)) || code >= 3000

const code = z
  .int({ error: codeRule })
  .min(1000, { error: codeRule })
  .max(4999, { error: codeRule })
  .refine(isCloseCode, { error: codeRule })
  .openapi({ description: 'The close code (RFC 6455, section 7.4).', example: 1012 })

const maxReasonBytes = 123
const reasonRule = `must be a text of at most ${maxReasonBytes} bytes`
const reason = z
  .string({ error: reasonRule })
  .refine((text) => Buffer.byteLength(text) <= maxReasonBytes, { error: reasonRule })
  .openapi({
    description: 'The close reason.',
    example: 'service restart',
    maxLength: maxReasonBytes,
  })

const StreamFault = z
  .discriminatedUnion(
    'does',
    [
      z.strictObject({
        does: z.enum(['drop', 'duplicate', 'swap', 'cut']).openapi({
          description:
            '`drop`: the message is not sent. `duplicate`: it is sent twice. `swap`: it changes places with the next message to that client. `cut`: instead of the message, the connection breaks without a close frame.',
        }),
      }),
      z.strictObject({
        does: z.literal('delay'),
        ms: spanMs("The delay of this message alone, on the venue's clock.", 500),
      }),
      z.strictObject({
        does: z.literal('stall'),
        ms: spanMs('Holds this and later messages for this long, then sends them in order.', 5000),
      }),
      z.strictObject({
        does: z.literal('close').openapi({
          description:
            'Instead of the message, the connection is closed with `code` and `reason`. Server-Sent Events have no close code: their reply ends.',
        }),
        code,
        reason: reason.default(''),
      }),
    ],
    { error: 'must say what it does: drop, duplicate, swap, delay, stall, cut or close' },
  )
  .openapi('StreamFault', {
    description: 'The fault to inject into the message.',
    example: { does: 'drop' },
  })

const { Draft, State } = ruleSchemas(MessageMatch, { action: StreamFault })
export type StreamFaultRuleDraft = z.input<typeof Draft>
export type StreamFaultRule = z.infer<typeof State>

const draftExample = {
  match: { symbol: 'EURUSD', orderStatus: 'EXECUTED' as const },
  action: { does: 'drop' as const },
  times: 1,
}

const routes = ruleRoutes({
  path: '/venues/{venue}/stream-faults',
  tag: 'Stream',
  name: 'StreamFaultRule',
  one: 'a stream fault',
  summary: 'Add a stream fault',
  description: `Injects a fault into each matching live message: it is lost, repeated, swapped or delayed, or its connection breaks. Use it to test how a client detects gaps and recovers.

Rules run in the order they were added. The first rule that matches, has not ended, and is due by its \`nth\` and \`probability\` applies to every recipient and counts as one hit. A change that no live subscription receives, under its filters, has no message and matches no rule. \`previous\` is not changed: a client that checks it detects the gap, the repetition or the swap.

Faults do not affect the log. A client that reconnects with \`from\` receives everything it missed, without faults and delays. Delayed messages count as unread (\`MAX_UNREAD_BYTES\`). They are sent when the platform stops.`,
  draft: Draft,
  draftExample,
  state: State,
  stateExample: { id: 'stream-fault-1', ...draftExample, seen: 3, hits: 1 },
})

/** Adds the routes of stream faults. */
export const addStreamFaultRules = (add: AddOperation) =>
  addRuleRoutes(add, routes, {
    rulesOf: ({ streamFaults }) => streamFaults.rules,
    add: (rules, { match, action, ...rest }) => rules.add({ match, action, ...toLifetime(rest) }),
    view: (rule) => ruleView(rule, { match: rule.match, action: rule.action }),
  })
