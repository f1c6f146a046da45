import type { IncomingMessage } from 'node:http'
import type { Venue } from '../../engine/index.ts'
import { lastEventIdHeader, lastEventIdParameter } from '../contract/last-event-id.ts'
import { pathOf, urlOf } from '../contract/request-target.ts'
import { venueNameOf } from '../http/resolve-venue.ts'
import { type Destination, forwardedHeader, type Route } from '../server/forward.ts'
import type { Venues } from '../venues/venues.ts'
import type { Cluster } from './cluster.ts'
import type { Node } from './membership.ts'

/** The path of a venue in the control API. */
const venuePath = /^\/venues\/([^/]+)/

/** Whether a path of the trading API is about a venue. Each node serves the others, such as its health. */
export const isAboutVenue = (path: string): boolean =>
  /^\/(?:orders|log|events|ws)(?:\/|$)/.test(path)

const reads: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Forwards requests of traders to the node that records their venue. Reads and streams are served here,
 * unless only that node can apply what the control API has set up, or this one is too far behind.
 */
export const tradingRoute =
  (cluster: Cluster, venues: Venues): Route =>
  (request) => {
    const venue = venueNameOf(request.headers, request.url ?? '')
    const isRead = reads.has(request.method)
    const local = venues.find(venue)
    if (isRead && local?.follower?.servesReads && hasRead(local.venue, request)) return undefined
    if (local?.follower && !isAboutVenue(pathOf(request.url ?? ''))) return undefined
    return destinationOf(venue, request, cluster, venues, ({ url }) => url)
  }

/** Forwards operations of the control API on a venue to the node that records it. */
export const controlRoute =
  (cluster: Cluster, venues: Venues): Route =>
  (request) => {
    const [, venue] = venuePath.exec(pathOf(request.url ?? '')) ?? []
    if (venue === undefined) return undefined
    return destinationOf(venue, request, cluster, venues, ({ controlUrl }) => controlUrl)
  }

/** Whether this node has read the positions and the log that a request names. */
function hasRead(
  { durableEnd, logId }: Venue,
  { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
): boolean {
  const lastEvent = headers[lastEventIdHeader.toLowerCase()]
  if (lastEvent === undefined && !url.includes('?')) return true
  const { searchParams } = urlOf(url)
  const values = ['from', 'at', lastEventIdParameter].flatMap((name) => searchParams.getAll(name))
  const ids = [...values, String(lastEvent ?? '')].map((id) => id.split('@'))
  const logs = [...searchParams.getAll('log'), ...ids.map(([, log = logId]) => log)]
  return (
    ids.every(([position]) => !(Number(position) > durableEnd)) &&
    logs.every((log) => log === logId)
  )
}

function destinationOf(
  venue: string,
  request: IncomingMessage,
  cluster: Cluster,
  venues: Venues,
  urlOf: (node: Node) => string | undefined,
): Destination | undefined | Promise<Destination | undefined> {
  const isForwarded = request.headers[forwardedHeader] !== undefined
  const local = venues.find(venue)
  if (!local) {
    if (isForwarded) return undefined
    return cluster.findElsewhere(venue).then((node) => node && via(node))
  }
  if (!local.follower) return undefined
  const owner = cluster.ownerOf(venue)
  if (!owner || isForwarded)
    return { unavailable: `Venue ${venue} changes its owner at the moment.` }
  return via(owner)

  function via(node: Node): Destination {
    const url = urlOf(node)
    if (url === undefined) {
      return { unavailable: `The node that records venue ${venue} does not serve this API.` }
    }
    const { membership } = cluster
    return {
      url,
      onUnreachable: () => void membership.suspect(node.node),
      whenGone: membership.whenGone(node.node),
    }
  }
}
