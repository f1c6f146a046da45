/** The fields that all rules share in the control API. */
import { z } from '@hono/zod-openapi'
import type { Rule } from '../../engine/index.ts'
import { instant, mustBeObject } from '../contract/orders.ts'
import { instantView } from '../views/instant-view.ts'
import { instantInput, parseInstant } from './instant-contract.ts'
import { count, wholeNumber } from './numbers.ts'

const times = wholeNumber(1, 1_000_000)

const probabilityRule = 'must be a number from 0 to 1'

/** Conditions on how often a rule applies. */
export const frequency = {
  nth: times.optional().openapi({
    description: 'Apply the rule only to the nth match, counted from 1 since it was added.',
    example: 3,
  }),
  probability: z
    .number({ error: probabilityRule })
    .min(0, { error: probabilityRule })
    .max(1, { error: probabilityRule })
    .optional()
    .openapi({
      description:
        "Apply the rule to each match with this probability, drawn from the venue's seed.",
    }),
}

/** A pattern for a clientOrderId. */
export const Pattern = z
  .string({ error: 'must be a pattern such as alice-*' })
  .regex(/^[A-Za-z0-9._:*?-]{1,64}$/, {
    error:
      'must be 1 to 64 letters, digits, or . _ : -, with * for any text and ? for one character',
  })
  .openapi({
    description: 'A pattern for the clientOrderId: `*` matches any text, `?` one character.',
    example: 'alice-*',
  })

const lifetime = {
  times: times
    .optional()
    .openapi({ description: 'The rule applies at most this many times.', example: 1 }),
  expiresAt: instantInput(
    "The rule ends at this instant on the venue's clock.",
    '2026-01-01T00:10:00.000Z',
  ).optional(),
}

export const ruleId = z.string().openapi({ description: 'The id to remove it by.' })

const state = {
  times: lifetime.times,
  expiresAt: instant('When the rule ends.', '2026-01-01T00:10:00.000Z').optional(),
  seen: count(
    'How many requests, orders or messages matched, whether or not the rule then applied. A rule is tested until it ends, and only if no earlier rule applied.',
  ),
  hits: count('How many times the rule was applied.'),
}

/** The schemas of rules with a lifetime: a draft to add, and the rule with its counters. */
export const ruleSchemas = <Match extends z.ZodObject, Fields extends z.ZodRawShape>(
  match: Match,
  fields: Fields,
) => ({
  // `as never`: every condition of a match is optional.
  Draft: z.strictObject(
    { match: match.default({} as never), ...fields, ...lifetime },
    mustBeObject,
  ),
  State: z.strictObject({ id: ruleId, match, ...fields, ...state }),
})

/** The lifetime of a draft, as the engine takes it. */
export const toLifetime = ({
  times,
  expiresAt,
}: {
  readonly times?: number | undefined
  readonly expiresAt?: string | undefined
}) => ({ times, expiresAt: expiresAt === undefined ? undefined : parseInstant(expiresAt) })

/** Converts a rule to the control API's; `fields` are those of its kind. */
export const ruleView = <Fields>(rule: Rule<unknown, unknown>, fields: Fields) => ({
  id: rule.id,
  ...fields,
  times: rule.times,
  expiresAt: rule.expiresAt === undefined ? undefined : instantView(rule.expiresAt),
  seen: rule.seen,
  hits: rule.hits,
})
