/** What all standing rules have in common on the wire. */
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

/** Which of what fits a rule is meant. */
export const frequency = {
  nth: count.optional().openapi({
    description: 'Only the nth that fits, counted from 1 since the rule was added.',
    example: 3,
  }),
  probability: z
    .number({ error: probabilityRule })
    .min(0, { error: probabilityRule })
    .max(1, { error: probabilityRule })
    .optional()
    .openapi({ description: "Each that fits with this probability, by the venue's seed." }),
}

/** Which names are meant. */
export const Pattern = z
  .string({ error: 'must be a pattern such as alice-*' })
  .regex(/^[A-Za-z0-9._:*?-]{1,64}$/, {
    error: 'must be 1 to 64 letters, digits, or . _ : -, with * for anything and ? for one of them',
  })
  .openapi({
    description: 'The clientOrderId: `*` stands for anything, `?` for one character.',
    example: 'alice-*',
  })

/** How long a rule stands. */
export const lifetime = {
  times: count.optional().openapi({ description: 'It is applied at most so often.', example: 1 }),
  expiresAt: instantInput(
    "It ends at this instant of the venue's clock.",
    '2026-01-01T00:10:00.000Z',
  ).optional(),
}

/** The lifetime that a rule is given, as the engine knows it. */
export const toLifetime = ({
  times,
  expiresAt,
}: {
  readonly times?: number | undefined
  readonly expiresAt?: string | undefined
}) => ({ times, expiresAt: expiresAt === undefined ? undefined : parseInstant(expiresAt) })

/** What a rule is called from when it is added. */
export const ruleId = z.string().openapi({ description: 'By which it can be taken away.' })

/** How long a rule stands, and what came of it. */
export const ruleState = {
  times: lifetime.times,
  expiresAt: instant('When it ends.', '2026-01-01T00:10:00.000Z').optional(),
  seen: z.int().min(0).openapi({
    description:
      'How many requests, orders or messages it fitted, applied or not. Those after the rule ended, or that an earlier rule took, are not counted.',
  }),
  hits: z.int().min(0).openapi({ description: 'How often it was applied.' }),
}

/** The same, as the wire tells it. */
export const ruleStateView = ({ times, expiresAt, seen, hits }: Rule<unknown, unknown>) => ({
  times,
  expiresAt: expiresAt === undefined ? undefined : instantView(expiresAt),
  seen,
  hits,
})
