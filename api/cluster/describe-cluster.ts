import type { Health } from '../contract/orders.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { Membership, Node } from './membership.ts'

/** A health check may come every second, so it lists no more. */
const maxListed = 100

/** What a node knows of itself and the others, for the health check. */
export function describeCluster(
  node: string,
  membership: Membership,
  venues: readonly HostedVenue[],
  ownerOf: (venue: string) => Node | undefined,
): NonNullable<Health['cluster']> {
  const durable = venues.filter(({ options }) => options.isDurable)
  return {
    node,
    others: membership.others().map((other) => other.node),
    venues: durable.slice(0, maxListed).map(({ name, follower, venue }) => {
      const owner = follower ? ownerOf(name)?.node : node
      const { durableEnd: position } = venue
      return {
        venue: name,
        role: follower ? ('follower' as const) : ('owner' as const),
        ...(owner !== undefined && { owner }),
        position,
        behind: follower ? Math.max(0, membership.endOf(name) - position) : 0,
      }
    }),
    moreVenues: Math.max(0, durable.length - maxListed),
  }
}
