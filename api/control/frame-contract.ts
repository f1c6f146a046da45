/** The zod schemas of the frames on a recorded stream connection. */
import { z } from '@hono/zod-openapi'
import { executedExample, instant } from '../contract/orders.ts'
import { limitOf, mustBeGivenOnce } from '../contract/queries.ts'
import { StreamMessage, streamExamples } from '../contract/stream.ts'
import { venueExample } from './control-contract.ts'

const { now } = venueExample.clock

export const Party = z.enum(['venue', 'client'], { error: 'must be venue or client' })

/** How a connection ended. */
export const ending = {
  by: Party.openapi({ description: 'Who ended the connection.' }),
  code: z.int().min(1000).max(4999).optional().openapi({
    description:
      'The close code of a WebSocket (RFC 6455, section 7.4). 1005: closed without a code. 1006: the connection broke.',
    example: 1000,
  }),
  reason: z.string().optional().openapi({
    description: 'The close reason. Secrets in the reason of a client are shown as `(redacted)`.',
    example: 'going away',
  }),
}

const receivedAt = instant("When it was received, on the venue's clock.", now)

const sentExample = {
  by: 'venue',
  frame: 'message',
  message: streamExamples.order.value,
  sent: false,
  fault: { rule: 'stream-fault-1', does: 'drop' },
  at: executedExample.executedAt,
} as const

const SentFrame = z
  .strictObject({
    by: z.literal('venue'),
    frame: z.literal('message'),
    message: StreamMessage,
    sent: z.boolean().openapi({
      description:
        'Whether the operating system accepted the message. `false` if a fault dropped it, if a fault ended the connection in its place, or if the connection broke while it waited.',
    }),
    fault: z
      .strictObject({
        rule: z.string().openapi({ description: 'The id of the rule.', example: 'stream-fault-1' }),
        does: z
          .enum(['drop', 'duplicate', 'swap', 'delay', 'stall', 'cut', 'close'])
          .openapi({ description: 'The action of the rule.' }),
      })
      .optional()
      .openapi({ description: 'The fault that affected the message. Absent if none did.' }),
    at: instant(
      "When it was sent, or when it became certain that it would not be, on the venue's clock. Absent for a message about an order that no fault affected.",
      now,
    ).optional(),
    times: z.int().min(2).optional().openapi({
      description:
        'How many times in a row this heartbeat was sent, or not sent if `sent` is `false`. `at` is the first time.',
    }),
  })
  .openapi('SentFrame', {
    description: 'A message to the client, sent or not.',
    example: sentExample,
  })

const receivedExample = { by: 'client', frame: 'text', text: 'hello', at: now } as const

const received = { by: z.literal('client'), at: receivedAt }

const ReceivedFrame = z
  .discriminatedUnion('frame', [
    z.strictObject({
      ...received,
      frame: z.literal('text'),
      text: z.string().openapi({ description: 'The text.' }),
    }),
    z.strictObject({
      ...received,
      frame: z.enum(['binary', 'ping']).openapi({ description: 'The type of the frame.' }),
      base64: z.base64().openapi({ description: 'The payload, in base64.' }),
    }),
    z.strictObject({
      ...received,
      frame: z.literal('unreadable'),
      why: z.string().openapi({ description: 'Why a WebSocket cannot read it.' }),
    }),
  ])
  .openapi('ReceivedFrame', {
    description: 'A frame from the client. The stream ignores it.',
    example: receivedExample,
  })

const endExample = { by: 'client', frame: 'end', code: 1000, reason: '', at: now } as const

const EndFrame = z
  .strictObject({
    ...ending,
    frame: z.literal('end'),
    at: instant("When the connection ended, on the venue's clock.", now),
  })
  .openapi('EndFrame', {
    description: 'The end of the connection.',
    example: endExample,
  })

/** An entry in the record of a stream connection. */
export const Frame = z.union([SentFrame, ReceivedFrame, EndFrame]).openapi('Frame', {
  description:
    'A message to the client, a frame from the client, or the end of the connection. Distinguish them by `by` and `frame`.',
  example: receivedExample,
})
export type Frame = z.infer<typeof Frame>

export const framesExample = [sentExample, receivedExample, endExample]

/** The filter and page of a listing of frames. */
export const FrameQuery = z.strictObject({
  by: Party.optional().openapi({
    description: '`client`: only frames from the client. `venue`: only messages to it.',
  }),
  cursor: z
    .string({ error: mustBeGivenOnce })
    .regex(/^\d{1,15}-\d{1,15}$/, { error: 'must be a cursor of this listing' })
    .optional()
    .openapi({
      description: 'Where the page starts. Take it from the Link header of the previous page.',
    }),
  limit: limitOf('frames'),
})
export type FrameQuery = z.output<typeof FrameQuery>
