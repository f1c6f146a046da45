import { z } from '@hono/zod-openapi'
import { nextPage } from '../http/next-page.ts'
import { jsonReply, link } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { reply } from '../http/reply.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Journal } from '../journal/journal.ts'
import { type Frame, type FrameCursor, firstCursor, readFrames } from '../journal/read-frames.ts'
import * as contract from './frame-contract.ts'
import { frameView } from './frame-view.ts'
import { journalOf } from './journal.ts'
import { mapInTurns } from './map-in-turns.ts'
import { type AddOperation, describeOperation, ownVenueParam } from './operation.ts'

/** The path parameters that name an entry of a venue's journal. */
export const entryParam = ownVenueParam.extend({
  entry: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, { error: 'must be the id of an entry' })
    .openapi({ description: 'The id of the journal entry.', example: '7' }),
})

const listFrames = describeOperation({
  tag: 'Journal',
  method: 'get',
  path: '/venues/{venue}/journal/{entry}/frames',
  operationId: 'listFrames',
  summary: 'Read the frames of a stream connection',
  description: `Returns everything that went over one subscription, WebSocket or Server-Sent Events, in order: the messages to the client, including those that a fault withheld; the frames from the client, including pings and unreadable bytes; and the end of the connection.

\`sent\` means that the operating system accepted the message. It does not mean that the client has read it. A delayed message appears once it is sent, or once the connection ends without it. Keep-alive pings, keep-alive comments and pongs are left out.

Consecutive order messages count as one row. The last 1,000 rows of each connection are kept.`,
  request: {
    params: entryParam,
    query: contract.FrameQuery,
  },
  replies: {
    200: jsonReply(
      'A page of frames, oldest first.',
      z.array(contract.Frame),
      contract.framesExample,
      { Link: link('</venues/test-7/journal/7/frames?limit=100&cursor=3-142>; rel="next"') },
    ),
  },
  problems: ['NO_JOURNAL', 'NOT_LISTENING'],
  exampleId: '7',
})

function parseCursor(cursor: string | undefined): FrameCursor {
  if (cursor === undefined) return firstCursor
  const [id = 0, position = 0] = cursor.split('-').map(Number)
  return { id, position }
}

/** The record of the connection that an entry opened, or an error text if there is none. */
function findConnection(journal: Journal, id: number): ConnectionRecord | string {
  const [entry] = journal.after(id - 1)
  if (entry?.id === id && entry.connection) return entry.connection
  return entry?.id !== id && id <= journal.last
    ? `Entry ${id} is no longer in the journal: it was cleared or dropped.`
    : `The journal has no entry ${id} that is a subscription.`
}

/** Adds the route that lists the frames of a stream connection. */
export function addFrames(add: AddOperation): void {
  add(listFrames, async (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    const record = findConnection(journal, Number(c.req.valid('param').entry))
    if (typeof record === 'string') return problem(c, 'NOT_LISTENING', record)
    const { by, cursor, limit } = c.req.valid('query')
    const frames: Frame[] = []
    for (const frame of readFrames(record, c.get('hosted').venue, parseCursor(cursor), by)) {
      if (frames.length === limit) {
        const { cursor: place } = frames.at(-1) as Frame
        const Link = nextPage(c, { cursor: `${place.id}-${place.position}` })
        return reply(c, 200, await mapInTurns(frames, frameView), { Link })
      }
      frames.push(frame)
    }
    return reply(c, 200, await mapInTurns(frames, frameView))
  })
}
