import { type Clock, createRealClock } from '../../../engine/index.ts'
import { createControlApp } from '../../control/control-app.ts'
import type { VenueState } from '../../control/control-contract.ts'
import { createOrigins } from '../../http/origins.ts'
import { bodyIn, type OpenOptions, openApp, orderIn, ticket } from './app.ts'

/** Opens a platform like `openApp`, with its control API. */
export function openControl(
  token?: string,
  options: OpenOptions = {},
  processClock: Clock = createRealClock(),
) {
  const platform = openApp(options)
  const bugs: Error[] = []
  const control = createControlApp({
    venues: platform.venues,
    origins: createOrigins(),
    trading: platform.app,
    addresses: platform.addresses,
    token,
    processClock,
    onBug: (bug) => bugs.push(bug),
  })
  const ask = (method: string, path: string, body?: unknown, headers = {}) =>
    control.request(path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    })
  const post = (path: string, body?: unknown, headers = {}) => ask('POST', path, body, headers)
  const open = (draft: object = {}) => bodyIn<VenueState>(post('/venues', draft))
  const placeIn = (venue: string, changed: object = {}) =>
    orderIn(platform.send(JSON.stringify({ ...ticket, ...changed }), { venue }))
  const readIn = (venue: string, id: string) => orderIn(platform.get(`/orders/${id}`, { venue }))
  return { ...platform, control, ask, post, open, placeIn, readIn, bugs }
}
