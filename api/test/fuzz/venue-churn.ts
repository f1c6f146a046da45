import type { Venue } from '../../../engine/index.ts'
import type { ControlRequest } from '../../control/venue-control.ts'
import type { Platform } from '../../server/listen.ts'
import type { HostedVenue } from '../../venues/hosted-venue.ts'

const clocks = [{ mode: 'held' }, { mode: 'real' }, { mode: 'scaled', speed: 2 }]

const halfOfAll = { match: { probability: 0.5 } }
const outcome = { ...halfOfAll, outcome: { does: 'hold' } }
const fault = { ...halfOfAll, at: 'before-commit', action: { does: 'answer', status: 503 } }

const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1}'
const headers = { 'content-type': 'application/json', 'content-length': `${ticket.length}` }

/**
 * Opens a venue, lets it trade, crash and begin anew, and closes it; and lets a rule that draws come and
 * go in the main one. The result is every venue that must be out of memory now.
 */
export async function openAndClose(
  { app, venues }: Platform,
  control: ControlRequest,
  nth: number,
): Promise<Venue[]> {
  const name = `venue-${nth}`
  const path = `/venues/${name}`
  const running = () => (venues.find(name) as HostedVenue).venue
  const gone: Venue[] = []
  const trade = async () => {
    for (const key of ['a', 'b', 'c']) {
      const asked = { ...headers, venue: name, 'idempotency-key': key }
      await app.request('/orders', { method: 'POST', headers: asked, body: ticket })
    }
  }

  await control('POST', '/venues', { name, clock: clocks[nth % clocks.length] })
  await control('POST', `${path}/outcomes`, outcome)
  await trade()
  for (const act of ['restart', 'reset']) {
    gone.push(running())
    await control('POST', `${path}/${act}`)
    await trade()
  }
  gone.push(running())
  await control('DELETE', path)

  const { id } = await control<{ id: string }>('POST', '/venues/main/faults', fault)
  await app.request('/orders')
  await control('DELETE', `/venues/main/faults/${id}`)
  return gone
}
