import type { Venue } from '../../../engine/index.ts'
import type { ControlRequest } from '../../control-client/control-request.ts'
import type { Platform } from '../../server/listen.ts'
import type { HostedVenue } from '../../venues/hosted-venue.ts'

const clocks = [{ mode: 'held' }, { mode: 'real' }, { mode: 'scaled', speed: 2 }]

const match = { probability: 0.5 }
const outcome = { match, outcome: { does: 'hold' } }
const fault = { match, at: 'before-commit', action: { does: 'answer', status: 503 } }

const body = '{"symbol":"EURUSD","side":"BUY","quantity":1}'
const headers = { 'content-type': 'application/json', 'content-length': `${body.length}` }

/**
 * Opens a venue, trades, crashes and resets it, and closes it. Also adds a fault rule to the main
 * venue and removes it. Returns every venue that the garbage collector must be able to free.
 */
export async function openAndClose(
  { app, venues }: Platform,
  control: ControlRequest,
  nth: number,
): Promise<Venue[]> {
  const venue = `venue-${nth}`
  const path = `/venues/${venue}`
  // It exists until the DELETE below.
  const current = () => (venues.find(venue) as HostedVenue).venue
  const gone: Venue[] = []
  async function trade(): Promise<void> {
    for (const key of ['a', 'b', 'c']) {
      const keyed = { ...headers, venue, 'idempotency-key': key }
      await app.request('/orders', { method: 'POST', headers: keyed, body })
    }
  }

  await control('POST', '/venues', { name: venue, clock: clocks[nth % clocks.length] })
  await control('POST', `${path}/outcomes`, outcome)
  await trade()
  for (const operation of ['restart', 'reset']) {
    gone.push(current())
    await control('POST', `${path}/${operation}`)
    await trade()
  }
  gone.push(current())
  await control('DELETE', path)

  const { id } = await control<{ id: string }>('POST', '/venues/main/faults', fault)
  await app.request('/orders')
  await control('DELETE', `/venues/main/faults/${id}`)
  return gone
}
