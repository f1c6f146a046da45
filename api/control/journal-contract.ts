/** The zod schemas of the journal: its entries and its search. */
import { z } from '@hono/zod-openapi'
import {
  ClientOrderId,
  instant,
  mustBeObject,
  orderIdExample,
  TradedSymbol,
} from '../contract/orders.ts'
import { limitOf, mustBeGivenOnce } from '../contract/queries.ts'
import { venueExample } from './control-contract.ts'
import { ending } from './frame-contract.ts'
import { count } from './numbers.ts'
import { CommitPhase } from './request-match.ts'

const headers = z.record(z.string(), z.string())

/** The encoding of a body that is not plain UTF-8. */
export const bodyEncoding = z.literal('base64').optional().openapi({
  description:
    'Present if `body` is base64, because the bytes are not UTF-8 (compressed, for example) or begin with a byte-order mark. Absent if `body` is text.',
})

const redacted = 'Secrets are shown as `(redacted)`.'

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

export const journalDraftExample = { on: true }

/** Whether a venue keeps a journal. */
export const JournalDraft = z
  .strictObject(
    {
      on: z
        .boolean({ error: 'must be true or false' })
        .openapi({ description: 'Whether the venue keeps a journal from now on.' }),
    },
    mustBeObject,
  )
  .openapi('JournalDraft', {
    description: 'Whether the venue keeps a journal.',
    example: journalDraftExample,
  })
export type JournalDraft = z.infer<typeof JournalDraft>

/** A request with its reply and its effects. */
export const JournalEntry = z
  .strictObject({
    id: z.int().min(1).openapi({ description: 'The sequence number in the journal: 1, 2, 3, …' }),
    kind: z.enum(['request', 'control']).openapi({
      description: '`request`: from a trading client. `control`: from the control API.',
    }),
    at: instant("When the request arrived, on the venue's clock.", entryExample.at),
    method: z.string().openapi({ description: 'The method of the request.' }),
    target: z.string().openapi({ description: `The path and query. ${redacted}` }),
    headers: headers.openapi({ description: `The header fields, as sent. ${redacted}` }),
    body: z
      .string()
      .optional()
      .openapi({
        description: `The body, as sent. Absent if there was none, or if it was refused and had more than 16384 bytes. ${redacted} Secrets in compressed bodies, UTF-16, multipart forms, XML, YAML and arrays such as \`["token", "..."]\` are not recognised, and are shown.`,
      }),
    bodyEncoding,
    reply: z
      .strictObject({
        at: instant('When the venue replied, on its clock.', entryExample.at),
        tookMs: count("Milliseconds from arrival to reply, on the venue's clock."),
        status: z.int().openapi({ description: 'The status of the reply.' }),
        headers: headers.openapi({ description: 'The header fields, as the venue wrote them.' }),
        body: z.string().optional().openapi({
          description: 'The body. Absent if there was none or it had more than 65536 characters.',
        }),
      })
      .optional()
      .openapi({
        description: 'Absent while the request is in flight, or if the venue crashed first.',
      }),
    clientLeft: z.literal(true).optional().openapi({
      description: 'The client had closed its connection before the reply: nobody received it.',
    }),
    faults: z
      .array(
        z.strictObject({
          rule: z.string().openapi({ description: 'The id of the rule.', example: 'fault-1' }),
          at: CommitPhase,
          does: z.string().openapi({ description: 'The action of the rule.', example: 'close' }),
        }),
      )
      .optional()
      .openapi({
        description:
          'The faults injected into the request or its reply. The client then received something other than `reply`, or nothing. Absent if there were none.',
      }),
    stream: z
      .strictObject({
        after: count('The subscription starts after this position.'),
        position: count('The subscription has processed the log up to this position.'),
        sent: count('The number of messages sent to the client.'),
        received: count('The number of frames received from the client.'),
        dropped: count('How many of the oldest frames were dropped from the record.'),
        ended: z
          .strictObject({
            ...ending,
            at: instant("When the connection ended, on the venue's clock.", entryExample.at),
          })
          .optional()
          .openapi({ description: 'How the connection ended. Absent while it is open.' }),
      })
      .optional()
      .openapi({
        description:
          'Present if the request opened a subscription to the stream. Read its messages with `listFrames`.',
      }),
    caused: z
      .array(
        z.strictObject({
          from: z.int().min(1).openapi({ description: 'The first position of a run.' }),
          to: z.int().min(1).openapi({ description: 'The last position of the run.' }),
        }),
      )
      .openapi({ description: 'The positions of the events that this request itself caused.' }),
  })
  .openapi('JournalEntry', {
    description: 'A request with its reply and its effects.',
    example: entryExample,
  })
export type JournalEntry = z.infer<typeof JournalEntry>

const text = z.string({ error: mustBeGivenOnce }).optional()

const wholeNumber = (
  pattern: RegExp,
  rule: string,
  bounds: { readonly minimum: number; readonly maximum: number },
  description: string,
) =>
  z
    .string({ error: mustBeGivenOnce })
    .regex(pattern, { error: rule })
    .transform(Number)
    .optional()
    .openapi({ type: 'integer', ...bounds, description })

const filters = {
  kind: z.enum(['request', 'control'], { error: 'must be request or control' }).optional().openapi({
    description:
      '`request`: only requests of trading clients. `control`: only requests to the control API.',
  }),
  method: text.openapi({ description: 'The method, such as POST.', example: 'POST' }),
  path: z
    .string({ error: mustBeGivenOnce })
    // Bounds the time of a search.
    .max(128, { error: 'must have 128 characters at most' })
    .optional()
    .openapi({
      description:
        'A pattern for the path, without its query: `*` matches any text, `?` one character. Paths are decoded and normalized first.',
      example: '/orders/*',
    }),
  status: wholeNumber(
    /^[1-5]\d\d$/,
    'must be a status from 100 to 599, such as 409',
    { minimum: 100, maximum: 599 },
    'The status of the reply.',
  ),
  orderId: text.openapi({
    description: 'Only requests about the order with this id.',
    example: orderIdExample,
  }),
  clientOrderId: ClientOrderId.optional().openapi({
    description:
      'Only requests about the order with this clientOrderId, even if it was never placed.',
  }),
  symbol: TradedSymbol.optional().openapi({
    description: 'Only requests about orders with this symbol.',
  }),
  after: wholeNumber(
    /^\d{1,15}$/,
    'must be the id of an entry, or 0',
    { minimum: 0, maximum: 999_999_999_999_999 },
    'Only entries after the one with this id.',
  ),
}

/** The filter of a count. */
export const CountQuery = z.strictObject(filters)
export type CountQuery = z.output<typeof CountQuery>

/** The filter and page of a listing. */
export const JournalQuery = z.strictObject({ ...filters, limit: limitOf('entries') })
export type JournalQuery = z.output<typeof JournalQuery>

export const countExample = { count: 3, dropped: 0 }

/** The number of matching entries. */
export const JournalCount = z
  .strictObject({
    count: count('The number of matching entries.'),
    dropped: count(
      'How many entries of any kind were dropped from the journal and are not counted.',
    ),
  })
  .openapi('JournalCount', {
    description: 'The number of matching entries.',
    example: countExample,
  })
export type JournalCount = z.infer<typeof JournalCount>
