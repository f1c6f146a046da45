/** The zod schemas of a recording: a run of a venue that can be replayed. */
import { z } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { instant } from '../contract/orders.ts'
import { VenueName } from '../contract/queries.ts'
import { ClockState, Seed, VenueDraft, venueExample } from './control-contract.ts'
import { bodyEncoding } from './journal-contract.ts'
import { digestExample, LogDigest } from './log-digest.ts'

const at = instant("The time of the step, on the venue's clock.", venueExample.clock.now)

/** The methods that some endpoint accepts. A request with another has no effect. */
export const Method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Header fields that a request can have (Fetch standard, section 2.2.2). */
const headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/),
  z.string({ error: 'must be the value of a header field' }).regex(/^[^\0\r\n\u0100-\uffff]*$/, {
    error: 'must be the value of a header field: one line of characters up to U+00FF',
  }),
  {
    error: ({ code }) =>
      code === 'invalid_key' ? 'is not the name of a header field' : 'must be header fields',
  },
)

const sent = {
  at,
  method: Method.openapi({ description: 'The method of the request.' }),
  body: z.string().optional().openapi({
    description: 'The body as sent, without secrets. Absent if there was none.',
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

/** One request to a venue, or one advance of its clock. */
export const RecordedStep = z
  .discriminatedUnion('by', [
    z
      .strictObject({
        by: z.literal('client'),
        ...sent,
        target: z.string().startsWith('/').openapi({
          description: 'The path and query, as sent.',
          example: '/orders',
        }),
        headers: headers.openapi({ description: 'The header fields as sent, without secrets.' }),
        status: z.int().optional().openapi({
          description: 'The status of the reply. Absent if there was no reply.',
        }),
      })
      .refine(isEncoded, encoded),
    z
      .strictObject({
        by: z.literal('control'),
        ...sent,
        target: z.string().startsWith('/').openapi({
          description: 'The path below `/venues/{venue}`.',
          example: '/outcomes',
        }),
      })
      .refine(isEncoded, encoded),
    z.strictObject({ by: z.literal('clock'), at }).openapi({
      description: 'The clock advanced to this instant, and everything due by then happened.',
    }),
  ])
  .openapi('RecordedStep', {
    description: 'One request to the venue, or one advance of its clock.',
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
  digests: digestExample,
}

/** A recorded run of a venue. */
export const Recording = z
  .strictObject({
    recording: z
      .literal(1, { error: 'must be 1, the only format that this version of papertape reads' })
      .openapi({ description: 'The version of this format.' }),
    papertape: z
      .string()
      .openapi({ description: 'The version of papertape that recorded the run.' }),
    venue: VenueName,
    seed: Seed,
    clock: ClockState.shape.mode.openapi({
      description:
        'How time passed. A replay can reproduce `digest` only if the clock was held, and otherwise `story`.',
    }),
    latencyMs: latencyMs.unwrap().openapi({
      description: 'The initial latency of the order endpoints.',
    }),
    executionDelayMs: executionDelayMs.unwrap(),
    since: instant('The time on the venue clock at the beginning.', venueExample.clock.now),
    until: instant('The time on the venue clock at the end.', venueExample.clock.now),
    isComplete: z.boolean().openapi({
      description:
        'Whether the recording has everything that a replay needs. `false` if entries have left the journal, if it was cleared, or if redaction hides a part of a request that was not rejected.',
    }),
    steps: z.array(RecordedStep).openapi({ description: 'The steps of the run, in order.' }),
    digests: LogDigest.openapi({ description: 'The digests of the log at the end.' }),
  })
  .openapi('Recording', { description: 'A recorded run of a venue.', example: recordingExample })
export type Recording = z.infer<typeof Recording>
