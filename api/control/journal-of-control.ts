import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from '../http/reply.ts'
import { answerTo, askedBy } from '../journal/note.ts'
import type { Venues } from '../venues/venues.ts'

/** What ends a venue, or clears its journal, leaves no trace there. */
const endings = /^\/venues\/[^/]+(?:\/reset|\/journal)?$/

/**
 * Has the journal of a venue tell of whatever changed it or tried to. It is told once it is done, so
 * that it stands behind what came before it, and a move of the clock behind all that happened meanwhile.
 */
export const journalOfControl =
  (venues: Venues): MiddlewareHandler<ApiEnv, '/venues/:venue/*'> =>
  async (c, next) => {
    await next()
    const { method, path } = c.req
    const journal = venues.find(c.req.param('venue'))?.journal
    if (!journal || method === 'GET' || endings.test(path)) return
    journal.end(journal.begin(askedBy(c, 'control')), answerTo(c))
  }
