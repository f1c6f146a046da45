import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { nextPage } from '../http/next-page.ts'
import { everyReply, link } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Journal } from '../journal/journal.ts'
import { beginning, type Frame, type Place, readFrames } from '../journal/read-frames.ts'
import type { Venues } from '../venues/venues.ts'
import * as contract from './frame-contract.ts'
import { frameView } from './frame-view.ts'
import { journalOf } from './journal.ts'
import { namedVenue, ownVenueParam } from './named-venue.ts'

const listFrames = createRoute({
  method: 'get',
  path: '/venues/{venue}/journal/{entry}/frames',
  operationId: 'listFrames',
  summary: 'Read what went over the connection of a client that listens',
  description: `Of an entry by which a client began to listen, over a WebSocket or as server-sent events: every message that was sent to it and every message that a fault kept from it, word for word and in order; every frame that came from it, pings and what no WebSocket can read among them; and how the connection ended, by whom.

Sent means taken by the system: nobody can know from here whether the client has read it. What is kept back is told of once it is sent, or once the connection ends and it is not. The pings and comments that ask for a sign of life are left out, and the pongs. Of messages about orders that follow each other as in the log there may be any number; of all else, and of the interruptions of that, the last 1000 are kept for each connection.`,
  tags: ['Journal'],
  request: {
    params: ownVenueParam.extend({
      entry: z
        .string()
        .regex(/^[1-9]\d{0,14}$/, { error: 'must be the id of an entry' })
        .openapi({
          param: { name: 'entry', in: 'path' },
          description: 'The id of the entry in the journal.',
          example: '7',
        }),
    }),
    query: contract.FrameQuery,
  },
  responses: {
    200: {
      description: 'A page of frames, oldest first.',
      headers: {
        ...everyReply,
        Link: link('</venues/test-7/journal/7/frames?limit=100&cursor=3-142>; rel="next"'),
      },
      content: {
        'application/json': { schema: z.array(contract.Frame), example: contract.framesExample },
      },
    },
    ...problemResponses(
      '/venues/main/journal/7/frames',
      'UNAUTHORIZED',
      'NO_JOURNAL',
      'NOT_LISTENING',
    ),
  },
})

function placeIn(cursor: string | undefined): Place {
  if (cursor === undefined) return beginning
  const [id = 0, position = 0] = cursor.split('-').map(Number)
  return { id, position }
}

/** What is kept of who began to listen by an entry; a text where there is nothing. */
function findConnection(journal: Journal, id: number): ConnectionRecord | string {
  const [entry] = journal.after(id - 1)
  if (entry?.id === id && entry.connection) return entry.connection
  return entry?.id !== id && id <= journal.last
    ? `Entry ${id} is not in the journal any more: it was cleared, or has fallen out.`
    : `By no entry ${id} of the journal did a client listen.`
}

/** Adds the reading of what went over the connections of those who listen. */
export function addFrames(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  app.openapi({ ...listFrames, middleware: namedVenue(venues) }, (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    const record = findConnection(journal, Number(c.req.valid('param').entry))
    if (typeof record === 'string') return problem(c, 'NOT_LISTENING', record)
    const { by, cursor, limit } = c.req.valid('query')
    const frames: Frame[] = []
    for (const frame of readFrames(record, c.get('hosted').venue, placeIn(cursor), by)) {
      if (frames.length === limit) {
        const { place } = frames.at(-1) as Frame
        const Link = nextPage(c, { cursor: `${place.id}-${place.position}` })
        return reply(c, 200, frames.map(frameView), { Link })
      }
      frames.push(frame)
    }
    return reply(c, 200, frames.map(frameView))
  })
}
