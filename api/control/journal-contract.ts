/** The journal of a venue as the wire tells it, and what may be asked of it. */
import { z } from '@hono/zod-openapi'
import { ClientOrderId, instant, orderIdExample, TradedSymbol } from '../contract/orders.ts'
import { limitOf, once } from '../contract/queries.ts'
import { venueExample } from './control-contract.ts'
import { ending } from './frame-contract.ts'
import { CommitPhase } from './request-match.ts'

const headers = z.record(z.string(), z.string())

/** Encoding of a body that is not plain UTF-8. */
export const bodyEncoding = z.literal('base64').optional().openapi({
  description:
    'Where `body` is base64: the bytes that were sent are no UTF-8 (they are compressed, perhaps), or begin with a byte-order mark. Absent where `body` is the text.',
})

const unlessSecret = 'Without secrets: the value of each is `(redacted)`.'

export const entryExample = {
  id: 7,
  kind: 'request' as const,
  at: venueExample.clock.now,
  method: 'POST',
  target: '/orders',
  headers: { 'content-type': 'application/json', authorization: '(redacted)' },
  body: '{"symbol":"EURUSD","side":"BUY","quantity":1000}',
  reply: {
    at: venueExample.clock.now,
    tookMs: 0,
    status: 201,
    headers: { Location: `/orders/${orderIdExample}` },
    body: '{"orderId":"…"}',
  },
  caused: [{ from: 1, to: 1 }],
}

/** A request and what came of it. */
export const JournalEntry = z
  .strictObject({
    id: z.int().min(1).openapi({ description: 'Its place in the journal: 1, 2, 3, …' }),
    kind: z.enum(['request', 'control']).openapi({
      description: 'Of a trading client, or of who controls the venue.',
    }),
    at: instant("When it arrived, by the venue's clock.", entryExample.at),
    method: z.string().openapi({ description: 'That of the request.' }),
    target: z.string().openapi({ description: `The path with its query. ${unlessSecret}` }),
    headers: headers.openapi({ description: `As they were sent. ${unlessSecret}` }),
    body: z
      .string()
      .optional()
      .openapi({
        description: `As it was sent; absent where none was, or where it was refused and had more than 16384 bytes. ${unlessSecret}`,
      }),
    bodyEncoding,
    reply: z
      .strictObject({
        at: instant("When it was answered, by the venue's clock.", entryExample.at),
        tookMs: z.int().min(0).openapi({ description: "How long that took on the venue's clock." }),
        status: z.int().openapi({ description: 'That of the reply.' }),
        headers: headers.openapi({ description: 'As the venue made them.' }),
        body: z.string().optional().openapi({
          description: 'Absent where there was none, or it had more than 65536 characters.',
        }),
      })
      .optional()
      .openapi({ description: 'Absent while it is not answered, or if the venue crashed first.' }),
    clientLeft: z.literal(true).optional().openapi({
      description: 'Its connection was closed when it was answered: nobody heard the reply.',
    }),
    faults: z
      .array(
        z.strictObject({
          rule: z.string().openapi({ description: 'The id of its rule.', example: 'fault-1' }),
          at: CommitPhase,
          does: z.string().openapi({ description: 'What it does.', example: 'close' }),
        }),
      )
      .optional()
      .openapi({
        description:
          'The faults that it met, or its reply did: its client then got something else than `reply`, or nothing. Absent where it met none.',
      }),
    stream: z
      .strictObject({
        after: z
          .int()
          .min(0)
          .openapi({ description: 'It was told what came after this position.' }),
        position: z.int().min(0).openapi({
          description: 'Everything up to this position has been considered for it.',
        }),
        told: z.int().min(0).openapi({ description: 'How many messages were sent to it.' }),
        said: z.int().min(0).openapi({ description: 'How many frames came from it.' }),
        dropped: z.int().min(0).openapi({
          description: 'How many frames at the beginning have fallen out of the journal.',
        }),
        ended: z
          .strictObject({
            ...ending,
            at: instant(
              "When it ended, or the venue ended it, by the venue's clock.",
              entryExample.at,
            ),
          })
          .optional()
          .openapi({ description: 'How the connection ended; absent while it has not.' }),
      })
      .optional()
      .openapi({
        description:
          'Of one by which a client began to listen; what went over its connection is at `…/journal/{entry}/frames`.',
      }),
    caused: z
      .array(
        z.strictObject({
          from: z.int().min(1).openapi({ description: 'The first of some in a row.' }),
          to: z.int().min(1).openapi({ description: 'The last of them.' }),
        }),
      )
      .openapi({ description: 'The positions of the events that it caused itself.' }),
  })
  .openapi('JournalEntry', { description: 'A request and what came of it.', example: entryExample })
export type JournalEntry = z.infer<typeof JournalEntry>

const text = (name: string, description: string, example: string) =>
  z
    .string({ error: once })
    .optional()
    .openapi({ param: { name, in: 'query' }, description, example })

const whole = (name: string, description: string, pattern: RegExp, rule: string) =>
  z
    .string({ error: once })
    .regex(pattern, { error: rule })
    .transform(Number)
    .optional()
    .openapi({ param: { name, in: 'query' }, type: 'integer', minimum: 0, description })

const filters = {
  kind: z
    .enum(['request', 'control'], { error: 'must be request or control' })
    .optional()
    .openapi({
      param: { name: 'kind', in: 'query' },
      description: 'Only those of trading clients, or of who controls the venue.',
    }),
  method: text('method', 'Such as POST.', 'POST'),
  path: z
    .string({ error: once })
    // The time that a search takes grows with it.
    .max(128, { error: 'must have 128 characters at most' })
    .optional()
    .openapi({
      param: { name: 'path', in: 'query' },
      description:
        'A pattern: `*` is anything, `?` one character; no query. However the path was spelt, it is compared as it is read.',
      example: '/orders/*',
    }),
  status: whole(
    'status',
    'The status of the reply.',
    /^[1-5]\d\d$/,
    'must be a status such as 409',
  ),
  orderId: text('orderId', 'About the order of this id.', orderIdExample),
  clientOrderId: ClientOrderId.optional().openapi({
    param: { name: 'clientOrderId', in: 'query' },
    description: 'About the order that bears this name, or is asked to.',
  }),
  symbol: TradedSymbol.optional().openapi({
    param: { name: 'symbol', in: 'query' },
    description: 'About an order of this symbol.',
  }),
  after: whole(
    'after',
    'Only entries after the one of this id.',
    /^\d{1,15}$/,
    'must be the id of an entry, or 0',
  ),
}

/** Which entries are counted. */
export const CountQuery = z.strictObject(filters)

/** Which entries are listed. */
export const JournalQuery = z.strictObject({ ...filters, limit: limitOf('entries') })

export const countExample = { count: 3, dropped: 0 }

/** How many there are. */
export const JournalCount = z
  .strictObject({
    count: z.int().min(0).openapi({ description: 'How many entries fit.' }),
    dropped: z.int().min(0).openapi({
      description:
        'How many entries of any kind have fallen out of the journal and could not be counted.',
    }),
  })
  .openapi('JournalCount', { description: 'How many entries fit.', example: countExample })
