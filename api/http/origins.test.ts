import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { WebSocket } from 'ws'
import { exchange, handshake, serve, until } from '../test/support/platform.ts'

const page = 'http://localhost:5173'
const elsewhere = 'http://elsewhere.test'

async function platform(corsOrigins?: readonly string[]) {
  const { url, port, stream } = await serve(corsOrigins ? { corsOrigins } : {})
  return {
    url,
    port,
    stream,
    get: (path: string, origin?: string) =>
      fetch(url + path, origin === undefined ? {} : { headers: { origin } }),
    preflight: (origin: string) =>
      fetch(`${url}/orders`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type, idempotency-key',
        },
      }),
  }
}

const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin')
const corsHeadersOf = ({ headers }: Response) =>
  [...headers.keys()].filter((name) => name.startsWith('access-control-') || name === 'vary')

describe('Without CORS_ORIGINS', () => {
  test('no reply has CORS headers', async () => {
    const { get } = await platform()

    for (const path of ['/orders', '/nowhere', '/ui', '/openapi.json']) {
      assert.deepEqual(corsHeadersOf(await get(path, page)), [], path)
    }
  })

  test('a preflight is refused with 405', async () => {
    const { preflight } = await platform()
    const reply = await preflight(page)

    assert.equal(reply.status, 405)
    assert.equal(reply.headers.get('allow'), 'POST, GET, HEAD, DELETE')
    assert.deepEqual(corsHeadersOf(reply), [])
  })
})

describe('The pages of allowed origins', () => {
  test('may send what the API accepts, and read its replies', async () => {
    const { preflight } = await platform([elsewhere, page])
    const { status, headers } = await preflight(page)

    assert.equal(status, 204)
    assert.deepEqual(
      Object.fromEntries([...headers].filter(([name]) => /^access-control-|^vary$/.test(name))),
      {
        'access-control-allow-origin': page,
        'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
        'access-control-allow-headers':
          'Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Log-Id, Min-Log-Position, Outcome, Venue',
        'access-control-expose-headers':
          'ETag, Link, Location, Log-Id, Log-Position, Server-Timing, Retry-After, Idempotent-Replayed',
        'access-control-max-age': '600',
        vary: 'Origin',
      },
    )
  })

  test('are distinguished from others, for caches too', async () => {
    const { get, preflight } = await platform([page])

    for (const path of ['/orders', '/nowhere', '/openapi.json']) {
      assert.equal(allowed(await get(path, page)), page)
      for (const other of [elsewhere, 'http://localhost:51730', 'null', '', undefined]) {
        const reply = await get(path, other)
        assert.equal(allowed(reply), null)
        assert.equal(reply.headers.get('vary'), 'Origin')
      }
    }
    assert.equal((await preflight(elsewhere)).status, 405)
  })

  test('may have the dot of a fully qualified name, which the reply repeats', async () => {
    const { get, preflight } = await platform(['http://front.test', 'https://desk.test.:8443'])

    for (const page of [
      'http://front.test',
      'http://front.test.',
      'https://desk.test:8443',
      'https://desk.test.:8443',
    ]) {
      assert.equal(allowed(await get('/orders', page)), page)
      assert.equal(allowed(await preflight(page)), page)
    }
    assert.equal(allowed(await get('/orders', 'http://front.test..')), null)
  })

  test('can also read replies to requests that reach no route', async () => {
    const { port } = await platform([page])
    const { head } = await exchange(
      port,
      `GET /health HTTP/1.1\r\nHost: a b\r\nOrigin: ${page}\r\nConnection: close\r\n\r\n`,
    )

    assert.match(head, /^HTTP\/1.1 400 /)
    assert.match(head, new RegExp(`Access-Control-Allow-Origin: ${page}\r\n`))
  })

  test('are all pages when CORS_ORIGINS is *', async () => {
    const { get, preflight } = await platform(['*'])
    const reply = await get('/orders', elsewhere)

    assert.equal(allowed(reply), '*')
    assert.equal(reply.headers.get('vary'), null)
    assert.equal((await preflight('null')).status, 204)
  })
})

describe('A WebSocket', () => {
  const from = (origin: string, host = 'localhost:8080') =>
    handshake('/ws', `Connection: Upgrade, close\r\nOrigin: ${origin}`).replace('localhost', host)

  async function join(url: string, origin?: string) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { origin: origin as string })
    await once(socket, 'open')
    socket.terminate()
  }

  for (const origin of [
    'http://elsewhere.test',
    'http://localhost:8081',
    'http://localhost',
    'http://localhost:8080.elsewhere.test',
    'null',
    'file://',
    'nonsense',
  ]) {
    test(`is refused to a page of ${origin} before the upgrade`, async () => {
      const { port, stream } = await platform()
      const { head, body } = await exchange(port, from(origin))

      assert.match(head, /^HTTP\/1.1 403 /)
      assert.equal(JSON.parse(body).code, 'FORBIDDEN_ORIGIN')
      assert.equal(stream.size, 0)
    })
  }

  test('is open to programs, to pages of the platform, and to pages of allowed origins', async () => {
    const { url, stream } = await platform([page])
    await join(url)
    await join(url, url)
    await join(url, page)

    await assert.rejects(join(url, elsewhere), /403/)
    await until(() => stream.size === 0)
  })

  test('is open to the pages of a host, however the host is spelt', async () => {
    const { port } = await platform()
    const upgraded = async (request: string) => {
      const { head } = await exchange(port, `${request}junk that ends it`)
      return head.startsWith('HTTP/1.1 101 ')
    }

    assert.ok(await upgraded(from('http://localhost', 'LOCALHOST:80')))
    assert.ok(await upgraded(from('https://papertape.localhost', 'papertape.localhost')))
    assert.ok(await upgraded(from('http://[::1]:8080', '[::1]:8080')))
  })

  test('with an invalid handshake is refused for that, whatever the origin', async () => {
    const { port } = await platform()
    const { head } = await exchange(port, from(elsewhere).replace('Version: 13', 'Version: 8'))

    assert.match(head, /^HTTP\/1.1 426 /)
  })
})
