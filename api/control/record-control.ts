import type { MiddlewareHandler } from 'hono'
import { replyRecord, requestRecord } from '../http/journal-notes.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { Notes } from '../journal/entries.ts'
import type { Venues } from '../venues/venues.ts'

/** What ends a venue, or clears its journal, leaves no trace there. */
const endings = /^\/venues\/[^/]+(?:\/reset|\/journal)?$/

/** What changes nothing. */
const looks: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Has the journal of a venue tell of whatever changed it or tried to. It is told once it is done, so
 * that it stands behind what came before it, and a move of the clock behind all that happened meanwhile.
 */
export const recordControl =
  (venues: Venues): MiddlewareHandler<ApiEnv, '/venues/:venue/*'> =>
  async (c, next) => {
    const { method, path } = c.req
    if (looks.has(method) || endings.test(path)) return next()
    // Of the venue that is meant: meanwhile another may begin under its name.
    const journal = venues.find(c.req.param('venue'))?.journal
    const notes: Notes = {}
    c.set('entry', notes)
    await next()
    journal?.end(Object.assign(journal.begin(requestRecord(c, 'control')), notes), replyRecord(c))
  }
