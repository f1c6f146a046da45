/** What went over the connection of a client that listens, as the wire tells it. */
import { z } from '@hono/zod-openapi'
import { executedExample, instant } from '../contract/orders.ts'
import { limitOf, once } from '../contract/queries.ts'
import { StreamMessage, streamExamples } from '../contract/stream.ts'
import { venueExample } from './control-contract.ts'

const { now } = venueExample.clock

export const Party = z.enum(['venue', 'client'], { error: 'must be venue or client' })

/** Who ended a connection, and how. */
export const ending = {
  by: Party.openapi({ description: 'Who ended it.' }),
  code: z.int().min(1000).max(4999).optional().openapi({
    description:
      'Of a WebSocket: what it was closed with (RFC 6455, section 7.4); 1005 is a close without a code, 1006 a connection that broke off.',
    example: 1000,
  }),
  reason: z.string().optional().openapi({ description: 'Why, in words.', example: 'going away' }),
}

const came = instant("When it came, by the venue's clock.", now)

const toldExample = {
  by: 'venue',
  frame: 'message',
  message: streamExamples.order.value,
  sent: false,
  fault: { rule: 'stream-fault-1', does: 'drop' },
  at: executedExample.executedAt,
}

const SentFrame = z
  .strictObject({
    by: z.literal('venue'),
    frame: z.literal('message'),
    message: StreamMessage,
    sent: z.boolean().openapi({
      description:
        'Whether it was written to the connection, and the system has taken it. It was not where it was dropped, where the connection was ended in its place, or where that broke while it waited.',
    }),
    fault: z
      .strictObject({
        rule: z.string().openapi({ description: 'The id of its rule.', example: 'stream-fault-1' }),
        does: z
          .enum(['drop', 'duplicate', 'swap', 'delay', 'stall', 'cut', 'close'])
          .openapi({ description: 'What it does.' }),
      })
      .optional()
      .openapi({ description: 'The fault that befell it; absent where none did.' }),
    at: instant(
      "When it was sent, or it was clear that it never would be, by the venue's clock; absent of a message about an order that nothing befell.",
      now,
    ).optional(),
    times: z.int().min(2).optional().openapi({
      description:
        'How often this heartbeat was sent with nothing else in between; `at` is then the first time.',
    }),
  })
  .openapi('ToldFrame', {
    description: 'A message that was sent to the client, or was to be.',
    example: toldExample,
  })

const saidExample = { by: 'client', frame: 'text', text: 'hello', at: now }

const said = { by: z.literal('client'), at: came }

const ReceivedFrame = z
  .discriminatedUnion('frame', [
    z.strictObject({
      ...said,
      frame: z.literal('text'),
      text: z.string().openapi({ description: 'What it said.' }),
    }),
    z.strictObject({
      ...said,
      frame: z.enum(['binary', 'ping']).openapi({ description: 'Which of them.' }),
      base64: z.base64().openapi({ description: 'What it carried.' }),
    }),
    z.strictObject({
      ...said,
      frame: z.literal('unreadable'),
      why: z.string().openapi({ description: 'What is wrong with it.' }),
    }),
  ])
  .openapi('SaidFrame', {
    description: 'What came from the client. The stream takes no notice of it.',
    example: saidExample,
  })

const endExample = { by: 'client', frame: 'end', code: 1000, reason: '', at: now }

const EndFrame = z
  .strictObject({
    ...ending,
    frame: z.literal('end'),
    at: instant("When it came, or the venue ended it, by the venue's clock.", now),
  })
  .openapi('EndFrame', {
    description: 'The end of the connection.',
    example: endExample,
  })

/** Something that went over the connection of a client that listens, or was to. */
export const Frame = z.union([SentFrame, ReceivedFrame, EndFrame]).openapi('Frame', {
  description:
    'Something that went over the connection of a client that listens, or was to; `frame` tells them apart.',
  example: saidExample,
})
export type Frame = z.infer<typeof Frame>

/** What may have gone over one connection. */
export const framesExample = [toldExample, saidExample, endExample]

/** Which frames are listed. */
export const FrameQuery = z.strictObject({
  by: Party.optional().openapi({
    param: { name: 'by', in: 'query' },
    description: 'Only what came from the client, or only what was sent to it.',
  }),
  cursor: z
    .string({ error: once })
    .regex(/^\d{1,15}-\d{1,15}$/, { error: 'must be a cursor of this listing' })
    .optional()
    .openapi({
      param: { name: 'cursor', in: 'query' },
      description: 'Where the page starts; take it from the Link header of the page before.',
    }),
  limit: limitOf('frames'),
})
