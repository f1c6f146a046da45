import { type ClientOptions, createClient } from '../../../client/client.ts'
import type { OrderEvent } from '../../contract/orders.ts'
import type { Simulator } from '../../simulator.ts'

/** Opens a venue and a client of it, and what a test does to them. */
export async function openClient(simulator: Simulator, options: Partial<ClientOptions> = {}) {
  const venue = await simulator.openVenue()
  const { url } = simulator
  return {
    venue,
    client: createClient({ url, venue: venue.name, ...options }),
    /** The log of the venue. */
    async events() {
      const reply = await fetch(`${url}/log?limit=1000`, { headers: venue.headers })
      return (await reply.json()) as OrderEvent[]
    },
    /** The requests that the venue has received, except those for its log. */
    async requests() {
      const entries = await venue.journal.list({ kind: 'request' })
      return entries.filter(({ target }) => !target.startsWith('/log'))
    },
  }
}
