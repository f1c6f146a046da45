/** Every shape that crosses the wire of the control API, as zod schemas; a schema and its type share one name. */
import { z } from '@hono/zod-openapi'
import {
  anObject,
  instant,
  logIdExample,
  OrderEvent,
  placedEventExample,
} from '../contract/orders.ts'
import { VenueName } from '../contract/queries.ts'
import { Delay, EndpointDelays, endpointDelaysRule } from './delay-contract.ts'
import { instantInput, parseInstant } from './instant-contract.ts'

const dayMs = 24 * 60 * 60 * 1000

const speedRule = 'must be a number greater than 0 and at most 100000'

/** How the time of a venue is to pass. */
export const ClockDraft = z
  .discriminatedUnion(
    'mode',
    [
      z.strictObject({ mode: z.literal('real') }),
      z.strictObject({
        mode: z.literal('scaled'),
        speed: z
          .number({ error: speedRule })
          .gt(0, { error: speedRule })
          .max(100_000, { error: speedRule })
          .openapi({ description: 'How many seconds pass in one.', example: 60 }),
      }),
      z.strictObject({
        mode: z.literal('held'),
        startsAt: instantInput(
          'What it shows at first, from 1970 on; the same instant in every run when left out.',
          '2026-01-01T00:00:00.000Z',
        )
          .refine((startsAt) => parseInstant(startsAt) >= 0, {
            error: 'must not be before 1970-01-01T00:00:00Z',
          })
          .optional(),
      }),
    ],
    { error: 'must have a mode: real, scaled or held' },
  )
  .openapi('ClockDraft', {
    description: 'How the time of a venue is to pass.',
    example: { mode: 'held' },
  })
export type ClockDraft = z.infer<typeof ClockDraft>

export const seedOf = z
  .string({ error: 'must be a text of at most 200 characters' })
  .max(200, { error: 'must have at most 200 characters' })
  .openapi({ description: 'Everything random follows from it.', example: '42' })

/** What a new venue is to be; all of it may be left out. */
export const VenueDraft = z
  .strictObject(
    {
      name: VenueName.optional(),
      seed: seedOf.optional(),
      latencyMs: z.xor([Delay, EndpointDelays], { error: endpointDelaysRule }).optional().openapi({
        description:
          'How long the order endpoints wait before they act, all of them or each; as at the main venue where it is left out.',
      }),
      executionDelayMs: Delay.optional().openapi({
        description: 'How long an order stays PENDING; that of the main venue when left out.',
      }),
      clock: ClockDraft.optional(),
      journal: z
        .boolean({ error: 'must be true or false' })
        .optional()
        .openapi({ description: 'Whether it keeps a journal; it does when left out.' }),
    },
    anObject,
  )
  .openapi('VenueDraft', {
    description: 'What a new venue is to be.',
    example: { name: 'test-7', seed: '42', latencyMs: 0, clock: { mode: 'held' } },
  })
export type VenueDraft = z.infer<typeof VenueDraft>

/** What the clock of a venue shows, and what waits for it. */
export const ClockState = z
  .strictObject({
    mode: z.enum(['real', 'scaled', 'held']).openapi({
      description:
        'Whether its time is that of the machine, so many times as fast, or stands still.',
    }),
    speed: z.number().optional().openapi({ description: 'Of a scaled clock.', example: 60 }),
    now: instant('What it shows.', '2026-01-01T00:00:00.000Z'),
    nextDueAt: instant(
      'When the market acts next by itself; absent when no order is due.',
      '2026-01-01T00:00:02.518Z',
    ).optional(),
    waitingRequests: z.int().min(0).openapi({
      description: 'How many requests have arrived and wait, for time to pass or to be let go on.',
      example: 1,
    }),
  })
  .openapi('ClockState', {
    description: 'What the clock of a venue shows, and what waits for it.',
    example: { mode: 'held', now: '2026-01-01T00:00:00.000Z', waitingRequests: 0 },
  })
export type ClockState = z.infer<typeof ClockState>

export const venueExample = {
  name: 'test-7',
  seed: '42',
  latencyMs: 0,
  executionDelayMs: { minMs: 1500, maxMs: 3000 },
  clock: { mode: 'held' as const, now: '2026-01-01T00:00:00.000Z', waitingRequests: 0 },
  logId: logIdExample,
  position: 0,
  listeners: 0,
}

/** A venue as it stands. */
export const VenueState = z
  .strictObject({
    name: VenueName,
    seed: seedOf,
    latencyMs: z
      .union([Delay, EndpointDelays])
      .openapi({ description: 'How long the order endpoints wait before they act.' }),
    executionDelayMs: Delay,
    clock: ClockState,
    logId: z.string().openapi({
      description:
        'The id of its log. A restart keeps it, a reset changes it; it does not follow from the seed.',
    }),
    position: z.int().min(0).openapi({ description: 'Where its log ends.' }),
    listeners: z.int().min(0).openapi({ description: 'How many listen to its stream.' }),
  })
  .openapi('VenueState', { description: 'A venue as it stands.', example: venueExample })
export type VenueState = z.infer<typeof VenueState>

const advanceRule =
  'must be exactly one of { byMs: 1500 }, { to: "2026-01-01T00:00:03Z" } or { untilIdle: true }'

/** A year at most, so that a slip of the finger ends. */
const longestAdvanceMs = 366 * dayMs

const byRule = `must be a whole number of milliseconds from 0 to ${longestAdvanceMs}`

/** How far time is to move. */
export const AdvanceDraft = z
  .xor(
    [
      z.strictObject({
        byMs: z
          .int({ error: byRule })
          .min(0, { error: byRule })
          .max(longestAdvanceMs, { error: byRule })
          .openapi({
            description: 'By so many milliseconds, a year at most.',
            example: 1500,
          }),
      }),
      z.strictObject({
        to: instantInput(
          'To this instant, a year ahead at most; one that has passed moves nothing.',
          '2026-01-01T00:00:03.000Z',
        ),
      }),
      z.strictObject({
        untilIdle: z.literal(true, { error: 'must be true' }).openapi({
          description:
            'Until nothing more happens by itself: no order is due, no request waits for time, no message is kept back.',
        }),
      }),
    ],
    { error: advanceRule },
  )
  .openapi('AdvanceDraft', {
    description: 'How far time is to move: exactly one of the three.',
    example: { byMs: 1500 },
  })
export type AdvanceDraft = z.infer<typeof AdvanceDraft>

export const advancedExample = {
  clock: venueExample.clock,
  after: 40,
  position: 41,
  events: [placedEventExample],
}

/** What happened while time moved. */
export const Advanced = z
  .strictObject({
    clock: ClockState,
    after: z.int().min(0).openapi({ description: 'Where the log ended before.' }),
    position: z.int().min(0).openapi({ description: 'Where it ends now.' }),
    events: z.array(OrderEvent).openapi({
      description:
        'What happened, oldest first: the first 1000; the rest is at `GET /log?from=` of the venue.',
    }),
  })
  .openapi('Advanced', { description: 'What happened meanwhile.', example: advancedExample })
export type Advanced = z.infer<typeof Advanced>
