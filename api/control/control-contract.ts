/** The zod schemas of venues and clocks in the control API. A schema and its type share one name. */
import { z } from '@hono/zod-openapi'
import {
  instant,
  logIdExample,
  mustBeObject,
  OrderEvent,
  placedEventExample,
} from '../contract/orders.ts'
import { VenueName } from '../contract/queries.ts'
import { Delay, EndpointDelays, endpointDelaysRule } from './delay-contract.ts'
import { instantInput, parseInstant } from './instant-contract.ts'
import { count, wholeNumber } from './numbers.ts'

const speedRule = 'must be a number greater than 0 and at most 100000'

/** How time passes in a new venue. */
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
          .openapi({ description: 'Venue seconds per real second.', example: 60 }),
      }),
      z.strictObject({
        mode: z.literal('held'),
        startsAt: instantInput(
          'The initial time, not before 1970. Default: 2026-01-01T00:00:00Z.',
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
    description:
      'How time passes in the venue. `real`: like the system clock. `scaled`: `speed` times as fast. `held`: only when you advance it.',
    example: { mode: 'held' },
  })
export type ClockDraft = z.infer<typeof ClockDraft>

export const Seed = z
  .string({ error: 'must be a string of at most 200 characters' })
  .max(200, { error: 'must have at most 200 characters' })
  .openapi({ description: 'The seed of all random draws.', example: '42' })

export const venueDraftExample = {
  name: 'test-7',
  seed: '42',
  latencyMs: 0,
  clock: { mode: 'held' as const },
}

/** The options of a new venue, all optional. */
export const VenueDraft = z
  .strictObject(
    {
      name: VenueName.optional(),
      seed: Seed.optional(),
      latencyMs: z.xor([Delay, EndpointDelays], { error: endpointDelaysRule }).optional().openapi({
        description:
          'How long the order endpoints wait before they act: one delay for all, or one for each endpoint. By default, the latency of the main venue.',
      }),
      executionDelayMs: Delay.optional().openapi({
        description: 'How long an order stays PENDING. By default, as in the main venue.',
      }),
      clock: ClockDraft.optional(),
      journal: z
        .boolean({ error: 'must be true or false' })
        .optional()
        .openapi({ description: 'Whether the venue keeps a journal. The default is `true`.' }),
      durable: z.boolean({ error: 'must be true or false' }).optional().openapi({
        description:
          'Whether the venue outlives the platform: its orders, timers, clock, rules and idempotency keys are kept in the store (setting `STORE`) and are there after a stop or a crash. The default is `false`. The main venue is durable if there is a store.',
      }),
    },
    mustBeObject,
  )
  .openapi('VenueDraft', {
    description: 'The options of a new venue.',
    example: venueDraftExample,
  })
export type VenueDraft = z.infer<typeof VenueDraft>

export const ClockState = z
  .strictObject({
    mode: z.enum(['real', 'scaled', 'held']).openapi({
      description:
        '`real`: like the system clock. `scaled`: `speed` times as fast. `held`: only when you advance it.',
    }),
    speed: z
      .number()
      .optional()
      .openapi({ description: 'Venue seconds per real second, for a scaled clock.', example: 60 }),
    now: instant('The current time of the venue.', '2026-01-01T00:00:00.000Z'),
    nextDueAt: instant(
      'When the next order is due to be executed or cancelled. Absent if no order is due.',
      '2026-01-01T00:00:02.518Z',
    ).optional(),
    waitingRequests: z.int().min(0).openapi({
      description: 'How many requests wait for time to pass or at a breakpoint.',
      example: 1,
    }),
    requestsDueAt: instant(
      'When the last of the requests that wait for time resumes, at the latest. Absent if none does.',
      '2026-01-01T00:00:00.437Z',
    ).optional(),
  })
  .openapi('ClockState', {
    description: 'The state of a clock.',
    example: { mode: 'held', now: '2026-01-01T00:00:00.000Z', waitingRequests: 0 },
  })
export type ClockState = z.infer<typeof ClockState>

export const venueExample = {
  ...venueDraftExample,
  executionDelayMs: { minMs: 1500, maxMs: 3000 },
  clock: { mode: 'held' as const, now: '2026-01-01T00:00:00.000Z', waitingRequests: 0 },
  durable: false,
  logId: logIdExample,
  position: 0,
  listeners: 0,
  unreadBytes: 0,
  journal: true,
}

export const VenueState = z
  .strictObject({
    name: VenueName,
    seed: Seed,
    latencyMs: z.union([Delay, EndpointDelays]).openapi({
      description: 'How long the order endpoints wait before they act. The current setting.',
    }),
    executionDelayMs: Delay,
    clock: ClockState,
    durable: z.boolean().openapi({
      description: 'Whether a store keeps the venue, so that it outlives the platform.',
    }),
    logId: z.string().openapi({
      description:
        'The id of its log. A restart keeps it, a reset changes it. It does not depend on the seed.',
    }),
    position: count('The position of the last event in its log.'),
    listeners: count('The number of subscriptions to its stream.'),
    unreadBytes: count(
      'How many bytes of messages its subscribers have not read yet, all together. One that leaves too much unread is disconnected.',
    ),
    journal: z.boolean().openapi({ description: 'Whether the venue keeps a journal.' }),
  })
  .openapi('VenueState', { description: 'The state of a venue.', example: venueExample })
export type VenueState = z.infer<typeof VenueState>

const advanceRule =
  'must be exactly one of { byMs: 1500 }, { to: "2026-01-01T00:00:03Z" } or { untilIdle: true }'

/** A leap year. The limit catches typos. */
export const longestAdvanceMs = 366 * 24 * 60 * 60 * 1000

/** How far to advance a clock. */
export const AdvanceDraft = z
  .xor(
    [
      z.strictObject({
        byMs: wholeNumber(0, longestAdvanceMs, 'milliseconds').openapi({
          description: 'Advance by this many milliseconds, at most a year.',
          example: 1500,
        }),
      }),
      z.strictObject({
        to: instantInput(
          'Advance to this instant, at most a year ahead. A past instant does not move the clock.',
          '2026-01-01T00:00:03.000Z',
        ),
      }),
      z.strictObject({
        untilIdle: z.literal(true, { error: 'must be true' }).openapi({
          description:
            'Advance until nothing more happens by itself: no order is due, no request waits for time, no message is delayed.',
        }),
      }),
    ],
    { error: advanceRule },
  )
  .openapi('AdvanceDraft', {
    description: 'How far to advance: exactly one of `byMs`, `to` and `untilIdle`.',
    example: { byMs: 1500 },
  })
export type AdvanceDraft = z.infer<typeof AdvanceDraft>

export const advancedExample = {
  clock: venueExample.clock,
  after: 40,
  position: 41,
  events: [placedEventExample],
}

export const Advanced = z
  .strictObject({
    clock: ClockState,
    after: count('The last position of the log before the step.'),
    position: count('The last position of the log now.'),
    events: z.array(OrderEvent).openapi({
      description:
        'The events of this step, oldest first, at most 1000. Read the rest with `GET /log?from=`.',
    }),
  })
  .openapi('Advanced', {
    description: 'The result of advancing a clock.',
    example: advancedExample,
  })
export type Advanced = z.infer<typeof Advanced>
