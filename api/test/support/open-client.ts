import assert from 'node:assert/strict'
import { type ClientOptions, createClient } from '../../../client/client.ts'
import type { OrderEvent } from '../../contract/orders.ts'
import type { Simulator } from '../../simulator.ts'

interface JournalEntry {
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
}

/** Opens a venue and a client of it, and what a test does to them. */
export async function openClient(simulator: Simulator, options: Partial<ClientOptions> = {}) {
  const venue = await simulator.openVenue()
  const { url, controlUrl } = simulator
  const control = `${controlUrl}/venues/${venue.name}`
  const read = async (address: string) =>
    (await fetch(address, { headers: venue.headers })).json() as Promise<unknown>
  return {
    venue,
    client: createClient({ url, venue: venue.name, ...options }),
    /** Adds a rule to the venue. By default, it applies once. */
    async inject(kind: 'faults' | 'races' | 'stream-faults', rule: object) {
      const reply = await fetch(`${control}/${kind}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(kind === 'races' ? rule : { times: 1, ...rule }),
      })
      assert.equal(reply.status, 201, await reply.text())
    },
    /** The log of the venue. */
    events: () => read(`${url}/log?limit=1000`) as Promise<OrderEvent[]>,
    /** The requests that the venue has received, except those for its log. */
    async requests() {
      const entries = (await read(`${control}/journal?kind=request`)) as JournalEntry[]
      return entries.filter(({ target }) => !target.startsWith('/log'))
    },
  }
}
