/** The zod schemas of the explanation of a request or a message: what became of each rule. */
import { z } from '@hono/zod-openapi'
import { mustBeGivenOnce } from '../contract/queries.ts'
import { CommitPhase } from './request-match.ts'

const missExample = {
  rule: 'fault-2',
  kind: 'fault' as const,
  at: 'after-commit' as const,
  does: 'close',
  result: 'nearly' as const,
  reasons: [{ criterion: 'symbol' as const, wanted: 'GBPUSD', actual: 'EURUSD' }],
  text: 'fault-2 nearly applied: it wants symbol GBPUSD, the order has EURUSD.',
}

const hitExample = {
  rule: 'fault-1',
  kind: 'fault' as const,
  at: 'after-commit' as const,
  does: 'close',
  result: 'applied' as const,
  reasons: [],
  text: 'fault-1 applied: it closed the connection without a reply, after the commit.',
}

export const whyExample = {
  entry: 7,
  state: 'tested' as const,
  text: 'fault-1 applied. 1 other rule nearly did.',
  rules: [hitExample, missExample],
}

const value = (description: string, example: string) =>
  z.union([z.string(), z.number()]).optional().openapi({ description, example })

const Reason = z
  .strictObject({
    criterion: z
      .enum([
        'endpoint',
        'symbol',
        'clientOrderId',
        'orderId',
        'orderStatus',
        'side',
        'quantity',
        'nth',
        'probability',
        'times',
        'expiresAt',
        'earlierRule',
        'commit',
        'outcome',
      ])
      .openapi({
        description:
          'The field of the rule that did not fit. `orderStatus` and `endpoint` of a race: it wants the cancel of a PENDING order. `probability`: it was not drawn. `times`: it was used up. `expiresAt`: it had ended. `earlierRule`: another rule applied first. `commit`: a fault ended the request before its commit. `outcome`: the request states its outcome.',
        example: 'symbol',
      }),
    wanted: value(
      'What the rule wants. Absent for `earlierRule`, `commit` and `outcome`.',
      'GBPUSD',
    ),
    actual: value(
      'What there was: the value of the request or its order, or the number of matches or hits so far. For `earlierRule` and `commit`: the id of the other rule. Absent if there was no value.',
      'EURUSD',
    ),
  })
  .openapi('WhyReason', {
    description: 'One condition that kept a rule from applying.',
    example: missExample.reasons[0],
  })

export const WhyRule = z
  .strictObject({
    rule: z.string().openapi({ description: 'The id of the rule.', example: 'fault-2' }),
    kind: z
      .enum(['fault', 'breakpoint', 'race', 'outcome', 'stream-fault'])
      .openapi({ description: 'The kind of the rule.' }),
    at: CommitPhase.optional().openapi({ description: 'The phase of a fault rule.' }),
    does: z.string().openapi({
      description: 'The action of the rule. `hold` for a breakpoint, `race` for a race.',
      example: 'close',
    }),
    result: z.enum(['applied', 'nearly', 'no']).openapi({
      description:
        '`applied`: the rule applied. `nearly`: exactly one condition was not met. `no`: several were not.',
    }),
    reasons: z
      .array(Reason)
      .openapi({ description: 'Why the rule did not apply. Empty if it applied.' }),
    text: z.string().openapi({ description: 'The same as a sentence.', example: missExample.text }),
  })
  .openapi('WhyRule', {
    description: 'What became of one rule for a request or a message.',
    example: missExample,
  })
export type WhyRule = z.infer<typeof WhyRule>

const result = {
  state: z.enum(['tested', 'no-rules', 'not-tested', 'dropped']).openapi({
    description:
      '`tested`: `rules` says what became of each rule. `no-rules`: there was no rule at that time. `not-tested`: no rule was tested; `text` says why. `dropped`: the result is no longer kept.',
  }),
  text: z.string().openapi({ description: 'The result in a sentence or two.' }),
  rules: z.array(WhyRule).openapi({
    description:
      'The rules that existed at that time, in the order in which they were tested: breakpoints, fault rules before the commit, outcome rules of a placement, races, fault rules after it.',
  }),
  partial: z.literal(true).optional().openapi({
    description: 'Present if there were more rules: the 50 closest are kept.',
  }),
}

/** Why faults affected a request or a message on a connection, or not. */
export const Why = z
  .strictObject({
    entry: z.int().min(1).openapi({ description: 'The id of the journal entry.' }),
    position: z.int().min(1).optional().openapi({
      description: 'The position of the message. Absent for a request.',
      example: 42,
    }),
    ...result,
  })
  .openapi('Why', {
    description: 'What became of each rule for a request or a message, and why.',
    example: whyExample,
  })
export type Why = z.infer<typeof Why>

export const messageWhyExample = {
  position: 1,
  state: 'tested' as const,
  text: 'stream-fault-1 applied.',
  rules: [
    {
      rule: 'stream-fault-1',
      kind: 'stream-fault' as const,
      does: 'drop',
      result: 'applied' as const,
      reasons: [],
      text: 'stream-fault-1 applied: it dropped the message.',
    },
  ],
}

/** Why stream faults affected a message, or not. */
export const MessageWhy = z
  .strictObject({
    position: z.int().min(1).openapi({ description: 'The position of the message.' }),
    ...result,
  })
  .openapi('MessageWhy', {
    description: 'What became of each stream fault for a message, and why.',
    example: messageWhyExample,
  })
export type MessageWhy = z.infer<typeof MessageWhy>

/** Which message is asked about. */
export const WhyQuery = z.strictObject({
  position: z
    .string({ error: mustBeGivenOnce })
    .regex(/^[1-9]\d{0,14}$/, { error: 'must be the position of a message' })
    .transform(Number)
    .optional()
    .openapi({
      type: 'integer',
      minimum: 1,
      maximum: 999_999_999_999_999,
      description:
        'The position of a message on the stream connection of this entry. Without it, the reply is about the request.',
    }),
})
export type WhyQuery = z.output<typeof WhyQuery>
