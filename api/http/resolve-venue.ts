import type { IncomingHttpHeaders } from 'node:http'
import type { Context, MiddlewareHandler, Next } from 'hono'
import type { Journal } from '../journal/journal.ts'
import type { InFlightRequest } from '../venues/in-flight-requests.ts'
import { mainVenue, type Venues } from '../venues/venues.ts'
import { applyReplyFault } from './apply-reply-fault.ts'
import { holdBack } from './hold-back.ts'
import { replyRecord, requestRecord } from './journal-notes.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'

/** The name of a request's venue: from the header, else from the query, else the main venue. */
export function venueNameOf(headers: IncomingHttpHeaders, url: string): string {
  const { venue } = headers
  if (venue !== undefined) return String(venue)
  if (!mayNameVenue(url)) return mainVenue
  return new URL(url, 'http://host').searchParams.get('venue') ?? mainVenue
}

/** Whether the query may name a venue. The parameter's name may be percent-encoded. */
function mayNameVenue(url: string): boolean {
  const query = url.indexOf('?')
  return query >= 0 && (url.includes('venue=', query) || url.includes('%', query))
}

/** Finds the venue that a request names and tracks the request there until it is answered. */
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
    const { journal, outage } = hosted
    const serve = () => (journal ? withJournal(journal, c, next) : next())
    return endAfter(
      c,
      inFlight,
      outage.loading ? inFlight.standAside(outage.loading).then(serve) : serve(),
    )
  }
}

/** Records a request in the journal, when it arrives and when it is answered. */
function withJournal(journal: Journal, c: Context<ApiEnv>, next: Next): Promise<void> {
  const entry = journal.begin(requestRecord(c, 'request'))
  c.set('entry', entry)
  const end = () => journal.end(entry, replyRecord(c))
  return next().then(() => holdBack(c)?.then(end) ?? end())
}

function finish(c: Context<ApiEnv>, inFlight: InFlightRequest): Promise<void> | void {
  const fault = c.get('replyFault')
  if (!fault) return inFlight.end()
  // Last, so that a reply that never arrives is kept under its Idempotency-Key.
  return applyReplyFault(c, fault).finally(() => inFlight.end())
}

/**
 * Ends the in-flight request after its reply is made and its fault is applied. Handlers do not
 * reject, because Hono turns errors into replies. An `async` function here would cost every request
 * time.
 */
const endAfter = (
  c: Context<ApiEnv>,
  inFlight: InFlightRequest,
  answered: Promise<void>,
): Promise<void> =>
  answered.then(
    // With a journal, it has already been held back.
    () => holdBack(c)?.then(() => finish(c, inFlight)) ?? finish(c, inFlight),
    (bug) => {
      inFlight.end()
      throw bug
    },
  )
