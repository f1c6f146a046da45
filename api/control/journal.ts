import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { nextPage } from '../http/next-page.ts'
import { jsonReply, link } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { type ApiEnv, noContent, reply } from '../http/reply.ts'
import type { JournalEntry } from '../journal/entries.ts'
import type { Journal } from '../journal/journal.ts'
import { type JournalSearch, search } from '../journal/search.ts'
import { describeBody } from './body.ts'
import { VenueState, venueExample } from './control-contract.ts'
import * as contract from './journal-contract.ts'
import { entryView } from './journal-view.ts'
import { mapInTurns } from './map-in-turns.ts'
import {
  type AddOperation,
  describeOperation,
  emptyReply,
  ownVenueParam,
  venueParam,
} from './operation.ts'
import { venueView } from './venue-view.ts'

const common = { tag: 'Journal', problems: ['NO_JOURNAL'] } as const
const params = ownVenueParam

const listEntries = describeOperation({
  ...common,
  method: 'get',
  path: '/venues/{venue}/journal',
  operationId: 'listJournal',
  summary: 'List journal entries',
  description:
    'Returns every request of trading clients to this venue, and every control request that changes it or tries to, with its reply and the events that it caused. Use it to check what your client really sent. A request that is not valid HTTP, or exceeds its size limits, is in no journal. The journal keeps the last 10,000 entries, or fewer if they fill 16 MiB.',
  request: { params, query: contract.JournalQuery },
  replies: {
    200: jsonReply(
      'A page of entries, oldest first.',
      z.array(contract.JournalEntry),
      [contract.entryExample],
      { Link: link('</venues/test-7/journal?limit=100&after=100>; rel="next"') },
    ),
  },
})

const countEntries = describeOperation({
  ...common,
  method: 'get',
  path: '/venues/{venue}/journal/count',
  operationId: 'countJournal',
  summary: 'Count journal entries',
  request: { params, query: contract.CountQuery },
  replies: {
    200: jsonReply('The number of matching entries.', contract.JournalCount, contract.countExample),
  },
})

const setJournal = describeOperation({
  tag: 'Journal',
  method: 'put',
  path: '/venues/{venue}/journal',
  operationId: 'setJournal',
  summary: 'Switch the journal on or off',
  description:
    'Switches the journal of a venue on or off. A journal that is switched on lacks what happened before, so its recording is incomplete: reset the venue to record it from its start. Switching it off deletes its entries. A reset and a restart keep the setting. A journal costs about 30 µs of CPU time for each order.',
  request: {
    params: venueParam,
    body: describeBody(contract.JournalDraft, contract.journalDraftExample, true),
  },
  replies: { 200: jsonReply('The venue.', VenueState, venueExample) },
})

const clearJournal = describeOperation({
  ...common,
  method: 'delete',
  path: '/venues/{venue}/journal',
  operationId: 'clearJournal',
  summary: 'Clear the journal',
  description:
    'Deletes all entries. Ids continue from the last one. A recording exported later is incomplete.',
  request: { params },
  replies: { 204: emptyReply('The journal is empty.') },
})

/** The journal of the venue that a request names, or a NO_JOURNAL response. */
export function journalOf(c: Context<ApiEnv>) {
  const { journal, name } = c.get('hosted')
  if (journal) return journal
  return problem(
    c,
    'NO_JOURNAL',
    `The venue ${name} keeps no journal. Switch it on with PUT /venues/${name}/journal.`,
  )
}

/** Adds the routes of a venue's journal. */
export function addJournal(add: AddOperation): void {
  const entriesOf = (c: Context<ApiEnv>, journal: Journal, filter: JournalSearch) =>
    search(journal, c.get('hosted').venue, filter)

  add(listEntries, async (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    const { limit, ...filter } = c.req.valid('query')
    const entries: JournalEntry[] = []
    for (const entry of entriesOf(c, journal, filter)) {
      if (entries.length === limit) {
        const Link = nextPage(c, { after: entries.at(-1)?.id })
        return reply(c, 200, await mapInTurns(entries, entryView), { Link })
      }
      entries.push(entry)
    }
    return reply(c, 200, await mapInTurns(entries, entryView))
  })

  add(countEntries, (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    let count = 0
    for (const _ of entriesOf(c, journal, c.req.valid('query'))) count++
    return reply(c, 200, { count, dropped: journal.dropped })
  })

  add(setJournal, (c) => {
    const hosted = c.get('hosted')
    hosted.journalSwitch.set(c.req.valid('json').on)
    return reply(c, 200, venueView(hosted))
  })

  add(clearJournal, (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    journal.clear()
    return noContent(c)
  })
}
