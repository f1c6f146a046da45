import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { nextPage } from '../http/next-page.ts'
import { everyReply, link } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, noContent, reply } from '../http/reply.ts'
import type { JournalEntry } from '../journal/entries.ts'
import type { Journal } from '../journal/journal.ts'
import { type JournalSearch, search } from '../journal/search.ts'
import type { Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody } from './body.ts'
import * as contract from './journal-contract.ts'
import { entryView } from './journal-view.ts'
import { namedVenue, ownVenueParam, rejectAnyQuery } from './named-venue.ts'

const tags = ['Journal']
const path = '/venues/{venue}/journal'
const params = { params: ownVenueParam }
const here = '/venues/main/journal'
const reasons = ['UNAUTHORIZED', 'NO_JOURNAL'] as const
const refusals = problemResponses(here, ...reasons)

const listEntries = createRoute({
  method: 'get',
  path,
  operationId: 'listJournal',
  summary: 'Read what the venue was asked, and what it answered',
  description:
    'Every request that named this venue, with the events that it caused itself, and every act of control. A request that is no HTTP, or too large to be one, names no venue and is in no journal. The last 10,000 entries are kept, or as many of them as weigh 16 MiB.',
  tags,
  request: { ...params, query: contract.JournalQuery },
  responses: {
    200: {
      description: 'A page of entries, oldest first.',
      headers: {
        ...everyReply,
        Link: link('</venues/test-7/journal?limit=100&after=100>; rel="next"'),
      },
      content: {
        'application/json': {
          schema: z.array(contract.JournalEntry),
          example: [contract.entryExample],
        },
      },
    },
    ...refusals,
  },
})

const countEntries = createRoute({
  method: 'get',
  path: `${path}/count`,
  operationId: 'countJournal',
  summary: 'Count them',
  tags,
  request: { ...params, query: contract.CountQuery },
  responses: {
    200: {
      description: 'How many entries fit.',
      headers: everyReply,
      content: {
        'application/json': { schema: contract.JournalCount, example: contract.countExample },
      },
    },
    ...refusals,
  },
})

const clearJournal = createRoute({
  method: 'delete',
  path,
  operationId: 'clearJournal',
  summary: 'Forget them',
  description: 'Ids go on. What was forgotten is missing in a recording of the venue, too.',
  tags,
  request: params,
  responses: {
    204: { description: 'The journal is empty.', headers: everyReply },
    ...problemResponses(here, ...reasons, ...bodyProblems),
  },
})

/** The journal of the venue that a request names, or why there is none. */
export function journalOf(c: Context<ApiEnv>) {
  const { journal, name } = c.get('hosted')
  if (journal) return journal
  return problem(c, 'NO_JOURNAL', `The venue ${name} keeps no journal.`)
}

/** Adds the reading and the clearing of a venue's journal. */
export function addJournal(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = namedVenue(venues)
  const entriesOf = (c: Context<ApiEnv>, journal: Journal, wanted: JournalSearch) =>
    search(journal, c.get('hosted').venue, wanted)

  app.openapi({ ...listEntries, middleware: named }, (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    const { limit, ...wanted } = c.req.valid('query')
    const entries: JournalEntry[] = []
    for (const entry of entriesOf(c, journal, wanted)) {
      if (entries.length === limit) {
        const Link = nextPage(c, { after: entries.at(-1)?.id })
        return reply(c, 200, entries.map(entryView), { Link })
      }
      entries.push(entry)
    }
    return reply(c, 200, entries.map(entryView))
  })

  app.openapi({ ...countEntries, middleware: named }, (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    let count = 0
    for (const _ of entriesOf(c, journal, c.req.valid('query'))) count++
    return reply(c, 200, { count, dropped: journal.dropped })
  })

  app.openapi(
    { ...clearJournal, middleware: [named, rejectAnyQuery, checkBody(clearJournal)] },
    (c) => {
      const journal = journalOf(c)
      if (journal instanceof Response) return journal
      journal.clear()
      return noContent(c)
    },
  )
}
