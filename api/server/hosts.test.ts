import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createRealClock } from '../../engine/index.ts'
import { createSimulator } from '../simulator.ts'
import { exchange, handshake, hasIpv6, serve } from '../test/support/platform.ts'
import { listenToControl } from './listen-to-control.ts'

const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1000}'
const get = (path: string, host: string, origin = `http://${host}`) =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`
const post = (host: string) =>
  `POST /orders HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Type: application/json\r\nContent-Length: ${ticket.length}\r\nConnection: close\r\n\r\n${ticket}`
const join = (host: string) =>
  `${handshake('/ws', `Connection: Upgrade, close\r\nOrigin: http://${host}`).replace('localhost', host)}junk that ends it`

const strangers = [
  'evil.example',
  'evil.example:8080',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evillocalhost',
  '192.168.1.7:8080',
  '0.0.0.0',
  '[::2]',
  '[::ffff:192.168.1.7]',
  '[::ffff:a00:1]:8080',
]

const invalidNames = ['.localhost', 'evil..localhost', 'localhost..', '.', 'evil..example:8080']

const ourselves = [
  'localhost',
  'localhost:8080',
  'LOCALHOST:1',
  'localhost.',
  'venue.localhost:8080',
  '127.0.0.1',
  '127.1.2.3:8080',
  '[::1]:8080',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:127.0.0.1]:8080',
  '[::ffff:7f00:1]',
]

async function statusOf(port: number, request: string): Promise<[status: number, code?: string]> {
  const { head, body } = await exchange(port, request)
  const status = Number(head.split(' ')[1])
  return status < 400 ? [status] : [status, JSON.parse(body).code]
}

const forbidden = [403, 'FORBIDDEN_HOST']

describe('A platform that listens at this machine alone', () => {
  for (const host of strangers) {
    test(`does nothing and reveals nothing for a page of ${host} (DNS rebinding)`, async () => {
      const { port, venue, stream } = await serve()

      assert.deepEqual(await statusOf(port, post(host)), forbidden)
      assert.deepEqual(await statusOf(port, join(host)), forbidden)
      for (const path of ['/orders', '/events', '/health', '/openapi.json', '/ui', '/nowhere']) {
        assert.deepEqual(await statusOf(port, get(path, host)), forbidden, path)
      }
      assert.equal(venue.position, 0)
      assert.equal(stream.size, 0)
    })
  }

  test('uses the host of an absolute target', async () => {
    const { port } = await serve()

    assert.deepEqual(
      await statusOf(port, get('http://evil.example/orders', 'localhost')),
      forbidden,
    )
    assert.deepEqual(await statusOf(port, get('http://localhost/orders', 'evil.example')), [200])
  })

  for (const host of ourselves) {
    test(`serves ${host}`, async () => {
      const { port } = await serve()

      assert.deepEqual(await statusOf(port, post(host)), [201])
      assert.deepEqual(await statusOf(port, join(host)), [101])
    })
  }

  for (const host of invalidNames) {
    test(`refuses ${host}, which is no valid name`, async () => {
      const { port } = await serve()

      assert.deepEqual(await statusOf(port, post(host)), [400, 'INVALID_REQUEST'])
      assert.deepEqual(await statusOf(port, join(host)), [400, 'INVALID_REQUEST'])
    })
  }

  test('includes IPv4-mapped addresses', async (t) => {
    if (!hasIpv6) return t.skip('this machine has no IPv6')
    const { port, url } = await serve({ host: '::ffff:127.0.0.1' })

    for (const host of [url.replace('http://', ''), new URL(url).host, 'localhost']) {
      assert.deepEqual(await statusOf(port, post(host)), [201], host)
      assert.deepEqual(await statusOf(port, join(host)), [101], host)
    }
    assert.deepEqual(await statusOf(port, post('evil.example')), forbidden)
  })

  test('serves the hosts in CORS_ORIGINS', async () => {
    const { port } = await serve({ corsOrigins: ['https://app.example', 'http://desk:8080'] })

    assert.deepEqual(await statusOf(port, post('app.example')), [201])
    assert.deepEqual(await statusOf(port, post('desk:8080')), [201])
    assert.deepEqual(await statusOf(port, post('desk')), forbidden)
    // The port that is the default of the scheme may be written.
    assert.deepEqual(await statusOf(port, post('app.example:443')), [201])
    assert.deepEqual(await statusOf(port, post('App.Example:443')), [201])
    assert.deepEqual(await statusOf(port, post('app.example:80')), forbidden)
  })

  test('serves these hosts with and without the dot of a fully qualified name', async () => {
    const { port } = await serve({ corsOrigins: ['https://app.example', 'http://desk.:8080'] })

    for (const host of ['app.example.', 'app.example.:443', 'desk:8080', 'desk.:8080']) {
      assert.deepEqual(await statusOf(port, post(host)), [201], host)
    }
    assert.deepEqual(await statusOf(port, post('desk.')), forbidden)
  })
})

describe('A platform that listens at every address', () => {
  test('serves any host, as it does not know its names', async () => {
    const { port } = await serve({ host: '0.0.0.0' })

    assert.deepEqual(await statusOf(port, post('papertape.example')), [201])
    assert.deepEqual(await statusOf(port, join('papertape.example')), [101])
  })

  test('serves loopback and allowed names, if any are set', async () => {
    const { port } = await serve({ host: '0.0.0.0', allowedHosts: ['papertape'] })

    for (const host of ['papertape:8080', 'localhost:8080']) {
      assert.deepEqual(await statusOf(port, post(host)), [201], host)
      assert.deepEqual(await statusOf(port, join(host)), [101], host)
    }
    for (const host of strangers)
      assert.deepEqual(await statusOf(port, post(host)), forbidden, host)
  })

  for (const [allowed, host] of [
    ['[2001:db8:0::1]', '[2001:db8::1]:8080'],
    ['[2001:db8::1]', '[2001:DB8:0:0::1]'],
    ['api', 'api.'],
    ['api.', 'API:8080'],
    ['Api.', 'api.:8080'],
  ] as const) {
    test(`serves ${host} if ${allowed} is allowed`, async () => {
      const { port } = await serve({ host: '0.0.0.0', allowedHosts: [allowed] })

      assert.deepEqual(await statusOf(port, post(host)), [201])
      assert.deepEqual(await statusOf(port, join(host)), [101])
      assert.deepEqual(await statusOf(port, post('[2001:db8::2]')), forbidden)
      assert.deepEqual(await statusOf(port, post('apis')), forbidden)
    })
  }
})

describe('The control API', () => {
  async function serveControl(allowedHosts: readonly string[], host = '127.0.0.1') {
    const platform = await serve()
    const address = { host, port: 0, token: undefined, allowedHosts }
    const control = await listenToControl(platform, address, createRealClock(), assert.fail)
    after(() => control.close(0))
    return Number(new URL(control.url).port)
  }
  const list = (host: string) =>
    `GET /venues HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

  test('on loopback, accepts only loopback host names, too', async () => {
    const port = await serveControl([])

    for (const host of strangers)
      assert.deepEqual(await statusOf(port, list(host)), forbidden, host)
    for (const host of ourselves) assert.deepEqual(await statusOf(port, list(host)), [200], host)
  })

  test('of a simulator, too', async () => {
    const { controlUrl, close } = await createSimulator()
    after(close)

    assert.deepEqual(
      await statusOf(Number(new URL(controlUrl).port), list('evil.example')),
      forbidden,
    )
  })

  test('also serves allowed names, wherever it listens', async () => {
    const port = await serveControl(['Papertape'], '0.0.0.0')

    for (const host of ['papertape:8081', 'PAPERTAPE', ...ourselves]) {
      assert.deepEqual(await statusOf(port, list(host)), [200], host)
    }
    for (const host of strangers) {
      assert.deepEqual(await statusOf(port, list(host)), forbidden, host)
    }
  })

  test('serves any host if all are allowed', async () => {
    assert.deepEqual(await statusOf(await serveControl(['*']), list('my.desk:8081')), [200])
  })
})
