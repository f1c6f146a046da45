import { z } from '@hono/zod-openapi'
import { jsonReply } from '../http/openapi-parts.ts'
import { reply } from '../http/reply.ts'
import { count } from './numbers.ts'
import { type AddOperation, describeOperation } from './operation.ts'

/** A digest of 256 bits, in hexadecimal. */
const digestSchema = (description: string, example: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' })
    .openapi({ description, example })

export const digestExample = {
  digest: 'a164b4fa6672c72da15a66fe6ce108cdc319f1aa97ce56e964ad1a675f279dc0',
  story: '9e14e7f3da6c5b1c66be7134b8c6f88273c73169e3df74a7b4935a46101637e6',
  position: 42,
}

export const LogDigest = z
  .strictObject({
    digest: digestSchema(
      'SHA-256 over all events in order, with their instants, without generated ids.',
      digestExample.digest,
    ),
    story: digestSchema(
      "A digest of each order's ticket, outcome and end, independent of time and interleaving.",
      digestExample.story,
    ),
    position: count('The position of the last event included in both.'),
  })
  .openapi('LogDigest', {
    description: 'Digests of a log, to compare two runs.',
    example: digestExample,
  })
export type LogDigest = z.infer<typeof LogDigest>

const readDigest = describeOperation({
  tag: 'Log',
  method: 'get',
  path: '/venues/{venue}/log/digest',
  operationId: 'readLogDigest',
  summary: 'Compute the digests of the log',
  description: `Use the digests to check that two runs did the same.

Two runs with the same \`digest\` had the same events at the same instants. On a held clock, the same seed and the same sequence of requests give the same digest on every machine, with or without restarts.

Two runs with the same \`story\` had the same orders with the same outcomes. Instants and the order of events do not count, so you can compare it on any clock.

**Computing the digests yourself.** All lines are JSON arrays, written as in RFC 8785. Instants are milliseconds since the epoch. An absent value is \`null\`. \`does\` is the outcome that the venue planned: \`execute\`, \`cancel\` or \`hold\`.

- \`digest\` is SHA-256 over one line for each event, in order, each followed by a line feed. \`order\` is the number of orders placed before this one. \`[position,"OrderPlaced",order,occurredAt,symbol,side,quantity,clientOrderId,does,dueAt,reason]\`, \`[position,"OrderExecuted",order,occurredAt]\`, \`[position,"OrderCancelled",order,occurredAt,cancelledBy,reason]\`.
- \`story\` is the sum, modulo 2^256, of the SHA-256 of each line, without a line feed. \`order\` is the clientOrderId, or else \`#\` and the number of orders placed before. \`["OrderPlaced",order,symbol,side,quantity,does,reason]\`, \`["OrderExecuted",order]\`, \`["OrderCancelled",order,cancelledBy,reason]\`.`,
  replies: {
    200: jsonReply('The digests of the log at the time of the request.', LogDigest, digestExample),
  },
})

/** Adds the route of a log's digests. */
export function addLogDigest(add: AddOperation): void {
  add(readDigest, async (c) => reply(c, 200, await c.get('hosted').venue.digest()))
}
