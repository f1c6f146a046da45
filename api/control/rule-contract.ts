/** What all standing rules have in common on the wire. */
import { z } from '@hono/zod-openapi'

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

/** How long a rule stands. */
export const lifetime = {
  times: count.optional().openapi({ description: 'It is applied at most so often.', example: 1 }),
  expiresAt: z.iso
    .datetime({ error: 'must be an RFC 3339 instant in UTC, such as 2026-01-01T00:00:00Z' })
    .optional()
    .openapi({
      description: "It ends at this instant of the venue's clock.",
      example: '2026-01-01T00:10:00.000Z',
    }),
}
