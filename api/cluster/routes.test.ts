import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, test } from 'node:test'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { Venues } from '../venues/venues.ts'
import type { Cluster } from './cluster.ts'
import { controlRoute, tradingRoute } from './routes.ts'

const here = undefined
const owner = { node: 'owner', url: 'http://owner:1', controlUrl: 'http://owner:2' }

/** A venue that the node follows. It has read 5 positions of the log `log-1`. */
const following = {
  follower: { servesReads: true },
  venue: { durableEnd: 5, logId: 'log-1' },
} as unknown as HostedVenue
const journaled = { ...following, follower: { servesReads: false } } as HostedVenue
const venues: Partial<Venues> = {
  find(name) {
    if (name === 'journaled') return journaled
    return ['main', 'a.b'].includes(name) ? following : undefined
  },
}
const cluster = {
  ownerOf: () => owner,
  findElsewhere: async () => undefined,
  membership: { whenGone: () => undefined },
} as unknown as Cluster

function placeOf(method: string, url: string, headers: object = {}) {
  const request = { method, url, headers } as IncomingMessage
  const route = url.startsWith('/venues') ? controlRoute : tradingRoute
  const destination = route(cluster, venues as Venues)(request)
  assert.ok(!(destination instanceof Promise))
  return destination && 'url' in destination ? destination.url : destination
}

describe('A follower', () => {
  for (const url of [
    '/orders',
    '/orders?orderStatus=PENDING',
    '/orders?at=5',
    '/log?from=5&limit=10',
    '/ws?from=5&log=log-1',
    '/events?lastEventId=5@log-1',
    '/ws?from=five',
  ]) {
    test(`serves GET ${url}`, () => assert.equal(placeOf('GET', url), here))
  }

  for (const url of [
    '/orders?at=6',
    '/log?from=6',
    '/ws?from=6&log=log-1',
    '/ws?from=5&log=log-2',
    '/events?lastEventId=6@log-1',
    '/events?lastEventId=5@log-2',
  ]) {
    test(`forwards GET ${url}, which it has not read yet`, () =>
      assert.equal(placeOf('GET', url), owner.url))
  }

  test('forwards a listener that comes back from a node that had read further', () => {
    const lastEvent = (id: string) => placeOf('GET', '/events', { 'last-event-id': id })

    assert.equal(lastEvent('5@log-1'), here)
    assert.equal(lastEvent('6@log-1'), owner.url)
    assert.equal(lastEvent('4@log-2'), owner.url)
  })

  test('treats a preflight as a read, and serves what is about this node', () => {
    assert.equal(placeOf('OPTIONS', '/orders'), here)
    assert.equal(placeOf('OPTIONS', '/orders', { venue: 'journaled' }), owner.url)
    for (const path of ['/health', '/openapi.json', '/ui/start.js', '/']) {
      assert.equal(placeOf('GET', path, { venue: 'journaled' }), here, path)
    }
  })

  test('forwards commands', () => {
    assert.equal(placeOf('POST', '/orders'), owner.url)
    assert.equal(placeOf('POST', 'http://localhost/orders'), owner.url)
    assert.equal(placeOf('DELETE', '/orders/1'), owner.url)
  })

  test('forwards control of a venue, however its name is written', () => {
    assert.equal(placeOf('POST', '/venues/a.b/reset'), owner.controlUrl)
    assert.equal(placeOf('POST', '/venues/%61%2Eb/reset?x=1'), owner.controlUrl)
    assert.equal(placeOf('DELETE', '/venues/a.b'), owner.controlUrl)
    assert.equal(placeOf('GET', '/venues'), here)
  })

  test('forwards control of a venue, however its path is written', () => {
    for (const target of [
      'http://localhost:8081/venues/main/restart',
      '/%76enues/main/restart',
      '/a/../venues/main/restart',
    ]) {
      const request = { method: 'POST', url: target, headers: {} } as IncomingMessage
      const destination = controlRoute(cluster, venues as Venues)(request)
      assert.deepEqual(destination && 'url' in destination && destination.url, owner.controlUrl)
    }
  })
})
