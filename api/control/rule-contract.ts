/** The fields that all rules share in the control API. */
import { z } from '@hono/zod-openapi'
import type { Rule } from '../../engine/index.ts'
import { instant } from '../contract/orders.ts'
import { instantView } from '../views/instant-view.ts'
import { instantInput, parseInstant } from './instant-contract.ts'

const countRule = 'must be a whole number from 1 to 1000000'
const count = z
  .int({ error: countRule })
  .min(1, { error: countRule })
  .max(1_000_000, { error: countRule })

const probabilityRule = 'must be a number from 0 to 1'

/** Conditions on how often a rule applies. */
export const frequency = {
  nth: count.optional().openapi({
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

export const lifetime = {
  times: count
    .optional()
    .openapi({ description: 'The rule applies at most this many times.', example: 1 }),
  expiresAt: instantInput(
    "The rule ends at this instant on the venue's clock.",
    '2026-01-01T00:10:00.000Z',
  ).optional(),
}

/** Converts a lifetime to the engine's. */
export const toLifetime = ({
  times,
  expiresAt,
}: {
  readonly times?: number | undefined
  readonly expiresAt?: string | undefined
}) => ({ times, expiresAt: expiresAt === undefined ? undefined : parseInstant(expiresAt) })

export const ruleId = z.string().openapi({ description: 'The id to remove it by.' })

/** The lifetime and the counters of a rule. */
export const ruleState = {
  times: lifetime.times,
  expiresAt: instant('When the rule ends.', '2026-01-01T00:10:00.000Z').optional(),
  seen: z.int().min(0).openapi({
    description:
      'How many requests, orders or messages matched, whether or not the rule then applied. It is tested until it ends, and only if no earlier rule applied.',
  }),
  hits: z.int().min(0).openapi({ description: 'How many times the rule was applied.' }),
}

/** Converts the lifetime and counters of a rule to the control API's. */
export const ruleStateView = ({ times, expiresAt, seen, hits }: Rule<unknown, unknown>) => ({
  times,
  expiresAt: expiresAt === undefined ? undefined : instantView(expiresAt),
  seen,
  hits,
})
