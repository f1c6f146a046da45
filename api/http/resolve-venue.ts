import type { IncomingHttpHeaders } from 'node:http'
import type { Context, MiddlewareHandler, Next } from 'hono'
import type { Journal } from '../journal/journal.ts'
import type { InFlightRequest } from '../venues/in-flight-requests.ts'
import { mainVenue, type Venues } from '../venues/venues.ts'
import { applyReplyFault } from './apply-reply-fault.ts'
import { replyRecord, requestRecord } from './journal-notes.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'

/** The name of the venue that a request means: by its header, or else by its query, or else the main one. */
export function venueNameOf(headers: IncomingHttpHeaders, url: string): string {
  const { venue } = headers
  if (venue !== undefined) return String(venue)
  if (!mayName(url)) return mainVenue
  return new URL(url, 'http://host').searchParams.get('venue') ?? mainVenue
}

/** Whether a URL may name one in its query, where a name may be written with escapes. */
function mayName(url: string): boolean {
  const query = url.indexOf('?')
  return query >= 0 && (url.includes('venue=', query) || url.includes('%', query))
}

/** Lets a request into the venue that it names, for as long as it takes to answer it. */
export function resolveVenue(venues: Venues): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    const name = venueNameOf(requestHeaders(c), c.req.url)
    const hosted = name === mainVenue ? venues.main : venues.find(name)
    c.set('hosted', hosted ?? venues.main)
    if (!hosted) {
      return Promise.resolve(problem(c, 'VENUE_NOT_FOUND', `No venue is called ${name}.`))
    }
    const inFlight = hosted.requests.begin(c.env?.incoming)
    c.set('inFlight', inFlight)
    const { journal } = hosted
    return endAfter(c, inFlight, journal ? withJournal(journal, c, next) : next())
  }
}

/** Has a journal tell of a request, from before it is served until it is answered. */
function withJournal(journal: Journal, c: Context<ApiEnv>, next: Next): Promise<void> {
  const entry = journal.begin(requestRecord(c, 'request'))
  c.set('entry', entry)
  return next().then(() => journal.end(entry, replyRecord(c)))
}

/** Handlers do not fail, as Hono makes a reply of what they throw; an `async` here costs every request. */
const endAfter = (
  c: Context<ApiEnv>,
  inFlight: InFlightRequest,
  answered: Promise<void>,
): Promise<void> =>
  answered.then(
    () => {
      const fault = c.get('fault')
      if (!fault) return inFlight.end()
      // After all else, so that a reply that never arrives is kept under its key.
      return applyReplyFault(c, fault).finally(() => inFlight.end())
    },
    (bug) => {
      inFlight.end()
      throw bug
    },
  )
