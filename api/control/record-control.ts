import type { MiddlewareHandler } from 'hono'
import { replyRecord, requestRecord } from '../http/journal-notes.ts'
import type { ApiEnv } from '../http/reply.ts'
import type { Notes } from '../journal/entries.ts'
import type { Venues } from '../venues/venues.ts'

/**
 * Requests that end the venue, or clear or switch its journal: nothing may be left to record them in. Steps are
 * recorded one by one.
 */
const endings = /^\/venues\/[^/]+(?:\/reset|\/journal|\/steps)?$/

/** Methods that change nothing. */
const reads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Records control requests that change a venue, or try to, in its journal. A request is recorded after
 * it is done, so an advance comes after the entries it caused.
 */
export const recordControl =
  (venues: Venues): MiddlewareHandler<ApiEnv, '/venues/:venue/*'> =>
  async (c, next) => {
    const { method, path } = c.req
    if (reads.has(method) || endings.test(path)) return next()
    // Looked up first: the venue may be replaced under its name meanwhile.
    const journal = venues.find(c.req.param('venue'))?.journal
    const notes: Notes = {}
    c.set('entry', notes)
    await next()
    journal?.end(Object.assign(journal.begin(requestRecord(c, 'control')), notes), replyRecord(c))
  }
