import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { createSimulator } from '../simulator.ts'
import { openControl } from '../test/support/control.ts'

/** The URLs in a text that a pattern finds, relative to where the text is. */
const linksIn = (text: string, pattern: RegExp, base: string) =>
  [...text.matchAll(pattern)].map(([, link = '']) => new URL(link, base).pathname)

type Fetch = (path: string) => Response | Promise<Response>

const atOnce = /(?:import|from)\s*'(\.[^']+)'/g
const withTabs = /(?:import|from)[\s(]*'(\.[^']+)'/g

/** Loads the page and all that it needs, as a browser does. Returns the replies by path. */
async function loadPage(fetch: Fetch, imports = atOnce): Promise<Map<string, Response>> {
  const loaded = new Map<string, Response>()
  const load = async (path: string): Promise<void> => {
    if (loaded.has(path)) return
    const reply = await fetch(path)
    loaded.set(path, reply)
    const text = await reply.clone().text()
    const base = `http://localhost${path}`
    const found =
      path === '/'
        ? linksIn(text, /(?:src|href)="((?!ui)[^"]+)"/g, base)
        : linksIn(text, imports, base)
    for (const link of found) await load(link)
  }
  await load('/')
  return loaded
}

describe('The page of the console', () => {
  test('loads only files of its own, and all of them are there', async () => {
    const { control } = openControl()
    const loaded = await loadPage((path) => control.request(path))

    for (const [path, { status }] of loaded) assert.equal(status, 200, path)
    assert.ok(loaded.has('/console/page/lit-html/lit-html.js'))
    assert.ok(loaded.has('/console/store/venue-store.ts'))
  })

  test('has no inline script or style, and may call only the two APIs', async () => {
    const simulator = await createSimulator()
    const reply = await fetch(simulator.controlUrl)
    const policy = reply.headers.get('content-security-policy') ?? ''
    const text = await reply.text()
    await simulator.close()

    assert.match(policy, /default-src 'none'.*script-src 'self'; style-src 'self'/)
    const { url } = simulator
    assert.ok(policy.includes(`connect-src 'self' ${url} ${url.replace('http', 'ws')};`), policy)
    assert.doesNotMatch(text, /<style|style=|<script>|\son[a-z]+=/)
  })

  for (const [what, imports, limit] of [
    ['the first tab', atOnce, 60_000],
    ['all tabs', withTabs, 100_000],
  ] as const) {
    test(`is at most ${limit / 1000} kB with ${what}, compressed`, async (t) => {
      const { control } = openControl()
      const headers = { 'accept-encoding': 'br' }
      const loaded = await loadPage((path) => control.request(path), imports)
      const sizes = [...loaded.keys()].map(async (path) => {
        const reply = await control.request(path, { headers })
        return (await reply.arrayBuffer()).byteLength
      })
      const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)

      t.diagnostic(`${total} bytes`)
      assert.ok(total <= limit, `${total} bytes`)
    })
  }

  test('is refused to pages of other origins', async () => {
    const { control } = openControl()
    for (const path of ['/', '/console/page/main.ts', '/platform']) {
      const headers = { origin: 'http://evil.example', host: 'localhost:8081' }
      assert.equal((await control.request(path, { headers })).status, 403, path)
    }
  })

  test('needs no token to load', async () => {
    const { control } = openControl('secret')
    assert.equal((await control.request('/')).status, 200)
    assert.equal((await control.request('/platform')).status, 200)
    assert.equal((await control.request('/venues')).status, 401)
  })
})

describe('A file of the page', () => {
  const path = '/console/store/venue-store.ts'

  test('is a script without types and comments, whose lines stay where they are', async () => {
    const { control } = openControl()
    const reply = await control.request(path)
    assert.equal(reply.headers.get('content-type'), 'text/javascript; charset=utf-8')
    const text = await reply.text()
    assert.doesNotMatch(text, /interface|import type|^ *\/\//m)
    const source = await readFile(new URL('store/venue-store.ts', import.meta.url), 'utf8')
    assert.equal(text.split('\n').length, source.split('\n').length)
  })

  test('is compressed as the browser accepts it', async () => {
    const { control } = openControl()
    const plain = await (await control.request(path)).text()
    const headers = { 'accept-encoding': 'gzip, deflate, br, zstd' }
    const reply = await control.request(path, { headers })

    assert.equal(reply.headers.get('content-encoding'), 'br')
    const text = brotliDecompressSync(await reply.arrayBuffer()).toString()
    assert.equal(text, plain)
  })

  test('is sent once, and again when it has changed', async () => {
    const { control } = openControl()
    const tag = (await control.request(path)).headers.get('etag') ?? ''
    const again = (known: string) => control.request(path, { headers: { 'if-none-match': known } })

    assert.equal((await again(tag)).status, 304)
    assert.equal((await again('"another"')).status, 200)
  })

  test('is no test, no declaration and nothing outside', async () => {
    const { control } = openControl()
    const others = ['page/lit-html/lit-html.d.ts', 'store/venue-store.test.ts', 'console.ts']
    for (const other of [
      ...others,
      'page/%2e%2e/console.ts',
      'page/..%2fconsole.ts',
      'page/none.ts',
    ]) {
      assert.equal((await control.request(`/console/${other}`)).status, 404, other)
    }
  })
})

describe('The landing page of the trading API', () => {
  test('leads to the console, the descriptions and the problems', async () => {
    const simulator = await createSimulator()
    const { url, controlUrl } = simulator
    const text = await (await fetch(url)).text()
    const links = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, link = '']) => new URL(link, url),
    )
    const replies = await Promise.all(links.map((link) => fetch(link)))
    await simulator.close()

    for (const { status, url: loaded } of replies) assert.equal(status, 200, loaded)
    assert.ok(links.some(({ href }) => href === `${controlUrl}/`))
    assert.ok(text.includes(`curl -i ${url}/orders`), text)
  })

  test('says that the console is off', async () => {
    const { app } = openControl()
    assert.match(await (await app.request('/')).text(), /CONTROL=off/)
  })
})
