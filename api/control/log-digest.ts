import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { everyReply } from '../http/openapi-parts.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'

/** A digest of 256 bits. */
export const digestSchema = (description: string, example: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' })
    .openapi({ description, example })

export const digestExample = {
  digest: 'a164b4fa6672c72da15a66fe6ce108cdc319f1aa97ce56e964ad1a675f279dc0',
  story: '9e14e7f3da6c5b1c66be7134b8c6f88273c73169e3df74a7b4935a46101637e6',
  position: 42,
}

/** A log, boiled down. */
export const LogDigest = z
  .strictObject({
    digest: digestSchema(
      'SHA-256 over every event in order, with its instants and without generated ids.',
      digestExample.digest,
    ),
    story: digestSchema(
      'What became of every order, whenever that was and whatever came in between.',
      digestExample.story,
    ),
    position: z.int().min(0).openapi({ description: 'The last event that both tell of.' }),
  })
  .openapi('LogDigest', {
    description: 'A log, boiled down so that two runs can be compared.',
    example: digestExample,
  })

const readDigest = createRoute({
  method: 'get',
  path: '/venues/{venue}/log/digest',
  operationId: 'readLogDigest',
  summary: 'Boil the log down',
  description: `Two runs with the same \`digest\` had the same events at the same instants: on a held clock, the same seed and the same requests one after the other give the same digest on every machine, restarts or not. Two runs with the same \`story\` made the same of the same orders; times and the order in which things happened do not count, so it can be compared on any clock.

**To compute them elsewhere.** All lines are JSON arrays as RFC 8785 writes them; instants are milliseconds since the epoch; what is not said is \`null\`; \`does\` is what the venue planned: \`execute\`, \`cancel\` or \`hold\`.

- \`digest\` is SHA-256 over a line for each event, in order, each with a line feed behind it. \`order\` is how many orders were placed before this one. \`[position,"OrderPlaced",order,occurredAt,symbol,side,quantity,clientOrderId,does,dueAt,reason]\`, \`[position,"OrderExecuted",order,occurredAt]\`, \`[position,"OrderCancelled",order,occurredAt,cancelledBy,reason]\`.
- \`story\` is the sum, modulo 2^256, of SHA-256 over each of these lines alone, without a line feed. \`order\` is the clientOrderId, or where there is none \`#\` and how many orders were placed before. \`["OrderPlaced",order,symbol,side,quantity,does,reason]\`, \`["OrderExecuted",order]\`, \`["OrderCancelled",order,cancelledBy,reason]\`.`,
  tags: ['Log'],
  request: { params: venueParam },
  responses: {
    200: {
      description: 'The digests of the log as it stood when it was asked for.',
      headers: everyReply,
      content: { 'application/json': { schema: LogDigest, example: digestExample } },
    },
    ...problemResponses('/venues/nowhere/log/digest', 'UNAUTHORIZED'),
  },
})

/** Adds the digest of a venue's log. */
export function addLogDigest(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  app.openapi({ ...readDigest, middleware: [namedVenue(venues), rejectAnyQuery] }, async (c) =>
    reply(c, 200, await c.get('hosted').venue.digest()),
  )
}
