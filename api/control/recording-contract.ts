/** A run of a venue, written down so that it can be played again. */
import { z } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { instant } from '../contract/orders.ts'
import { VenueName } from '../contract/queries.ts'
import { ClockState, seedOf, VenueDraft, venueExample } from './control-contract.ts'
import { bodyEncoding } from './journal-contract.ts'
import { digestExample, LogDigest } from './log-digest.ts'

const at = instant("When, by the venue's clock.", venueExample.clock.now)

/** The methods that anything here knows; a request with another one can do nothing. */
export const Method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Header fields that a request can have (Fetch standard, section 2.2.2). */
const headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/),
  z.string({ error: 'must be the value of a header field' }).regex(/^[^\0\r\n\u0100-\uffff]*$/, {
    error: 'must be the value of a header field: one line of characters up to U+00FF',
  }),
  {
    error: ({ code }) =>
      code === 'invalid_key' ? 'is no name of a header field' : 'must be header fields',
  },
)

const asked = {
  at,
  method: Method.openapi({ description: 'As it was asked.' }),
  body: z.string().optional().openapi({
    description: 'As it was sent, without secrets; absent where none was.',
  }),
  bodyEncoding,
}

interface WithBody {
  readonly body?: string | undefined
  readonly bodyEncoding?: 'base64' | undefined
}

const isEncoded = ({ body, bodyEncoding }: WithBody) =>
  bodyEncoding === undefined || z.base64().safeParse(body).success
const encoded = { path: ['body'], error: 'must be base64, as bodyEncoding says' }

/** Something that was done to a venue from outside. */
export const RecordedStep = z
  .discriminatedUnion('by', [
    z
      .strictObject({
        by: z.literal('client'),
        ...asked,
        target: z.string().startsWith('/').openapi({
          description: 'The path with its query, as it was spelt.',
          example: '/orders',
        }),
        headers: headers.openapi({ description: 'As they were sent, without secrets.' }),
        status: z.int().optional().openapi({
          description: 'What it was answered; absent where it was not answered.',
        }),
      })
      .refine(isEncoded, encoded),
    z
      .strictObject({
        by: z.literal('control'),
        ...asked,
        target: z.string().startsWith('/').openapi({
          description: 'The path below that of the venue.',
          example: '/outcomes',
        }),
      })
      .refine(isEncoded, encoded),
    z.strictObject({ by: z.literal('clock'), at }).openapi({
      description: 'Time was moved on to here, and all that was due happened.',
    }),
  ])
  .openapi('RecordedStep', {
    description: 'Something that was done to a venue from outside.',
    example: { by: 'clock', at: venueExample.clock.now },
  })
export type RecordedStep = z.infer<typeof RecordedStep>

const { latencyMs, executionDelayMs } = VenueDraft.shape

export const recordingExample = {
  recording: 1 as const,
  papertape: packageJson.version,
  venue: venueExample.name,
  seed: venueExample.seed,
  clock: 'held' as const,
  latencyMs: 0,
  executionDelayMs: { minMs: 1500, maxMs: 3000 },
  since: venueExample.clock.now,
  until: venueExample.clock.now,
  isComplete: true,
  steps: [
    {
      by: 'client' as const,
      at: venueExample.clock.now,
      method: 'POST' as const,
      target: '/orders',
      headers: { 'content-type': 'application/json' },
      body: '{"symbol":"EURUSD","side":"BUY","quantity":1000}',
      status: 201,
    },
  ],
  told: digestExample,
}

/** A run of a venue. */
export const Recording = z
  .strictObject({
    recording: z
      .literal(1, { error: 'must be 1, the only format that this papertape reads' })
      .openapi({ description: 'The format.' }),
    papertape: z.string().openapi({ description: 'The version that recorded it.' }),
    venue: VenueName,
    seed: seedOf,
    clock: ClockState.shape.mode.openapi({
      description:
        'How time passed. Only on a held clock will the digest be the same again; else the story.',
    }),
    latencyMs: latencyMs.unwrap().openapi({
      description: 'How long the order endpoints waited at first before they acted.',
    }),
    executionDelayMs: executionDelayMs.unwrap(),
    since: instant('What the clock showed at the beginning.', venueExample.clock.now),
    until: instant('And at the end.', venueExample.clock.now),
    isComplete: z.boolean().openapi({
      description:
        'Whether the recording has everything that a replay needs. `false` if entries have left the journal, if it was cleared, or if redaction hides a part of a request that was not rejected.',
    }),
    steps: z.array(RecordedStep).openapi({ description: 'What was done to it, in order.' }),
    told: LogDigest.openapi({ description: 'What its log told in the end.' }),
  })
  .openapi('Recording', { description: 'A run of a venue.', example: recordingExample })
export type Recording = z.infer<typeof Recording>
