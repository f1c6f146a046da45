/**
 * Walks the routes of both apps and fails for each list that lacks an endpoint. Exceptions are listed
 * here, with the reason.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { isAboutVenue } from '../cluster/routes.ts'
import type { Problem } from '../contract/orders.ts'
import { stepsOf } from '../control/recording.ts'
import type { Recording } from '../control/recording-contract.ts'
import { type Endpoint, endpoints } from '../faults/latencies.ts'
import type { JournalEntry } from '../journal/entries.ts'
import { play } from '../replay/play.ts'
import { bodyIn, openApp, problemIn, turn, watch } from './support/app.ts'
import { openControl } from './support/control.ts'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: { readonly enum?: readonly string[] }
}

interface Described {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly content: Record<string, { readonly example?: object } | undefined>
  }
  readonly responses: Record<string, { readonly headers?: Record<string, unknown> }>
}

interface Operation extends Described {
  /** Such as `GET /orders/{orderId}`. */
  readonly endpoint: string
  readonly method: string
  readonly path: string
}

type App = ReturnType<typeof openApp>['app']

async function operationsOf(app: App): Promise<Operation[]> {
  const { paths } = await bodyIn<{ paths: Record<string, Record<string, Described>> }>(
    app.request('/openapi.json'),
  )
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([name, described]) => {
      const method = name.toUpperCase()
      return { ...described, endpoint: `${method} ${path}`, method, path }
    }),
  )
}

/** The routes of an app, without middlewares, spelt as in the document. */
function routesOf({ routes }: App): string[] {
  const own = routes.filter(({ method }) => method !== 'ALL')
  return own.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
}

/** The smallest valid request to an operation. `ids` are the values of its path parameters. */
function validRequest(operation: Operation, ids: Record<string, string>): [string, RequestInit] {
  const { method, path, parameters = [], requestBody } = operation
  const query = new URLSearchParams(
    parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name, schema }): [string, string] => [name, schema.enum?.[0] ?? '']),
  )
  const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'unknown')
  const example = requestBody?.content['application/json']?.example
  const url = query.size > 0 ? `${target}?${query}` : target
  if (!example) return [url, { method }]
  const body = JSON.stringify(example)
  const headers = {
    'content-type': 'application/json',
    'content-length': `${Buffer.byteLength(body)}`,
  }
  return [url, { method, body, headers }]
}

const { app, control } = openControl('secret', { outcomeHeaders: true })
const trading = await operationsOf(app)
const controlling = await operationsOf(control)
const namesIn = (operations: readonly Operation[]) => operations.map(({ endpoint }) => endpoint)

/** The documents themselves, and pages for people. */
const pages =
  /^GET \/(?:|favicon\.ico|openapi\.json|asyncapi\.json|problems.*|ui.*|console\/.*|pages\.css)$/

describe('Every route', () => {
  for (const [name, api, operations] of [
    ['trading', app, trading],
    ['control', control, controlling],
  ] as const) {
    test(`of the ${name} API is in its OpenAPI document, and nothing else is`, () => {
      const routes = new Set(routesOf(api).filter((route) => !pages.test(route)))
      assert.deepEqual([...routes].toSorted(), namesIn(operations).toSorted())
    })
  }

  test('of the trading API that is about a venue reaches the node that records it', () => {
    // Each node tells of its own health.
    const named = trading.filter(
      ({ path, parameters = [] }) =>
        path !== '/health' && parameters.some(({ name }) => name === 'venue'),
    )
    assert.deepEqual(
      trading.filter(({ path }) => isAboutVenue(path)).map(({ endpoint }) => endpoint),
      namesIn(named),
    )
  })

  test('of the trading API is used to discover what another server supports', async () => {
    const file = new URL('../../step-definitions/run/discovery.ts', import.meta.url)
    const discovery = await readFile(file, 'utf8')
    // A server that has `GET /log` has this one too.
    const implied = ['GET /orders/{orderId}/events']
    const missing = namesIn(trading).filter((endpoint) => !discovery.includes(`'${endpoint}'`))
    assert.deepEqual(missing, implied)
  })
})

describe('A page of another origin', async () => {
  const { headers } = await openApp({ corsOrigins: ['*'] }).app.request('/orders', {
    method: 'OPTIONS',
    headers: { origin: 'http://page.test', 'access-control-request-method': 'POST' },
  })
  const listIn = (name: string) => headers.get(`access-control-${name}`)?.split(', ') ?? []

  test('may use every method of the trading API', () => {
    const methods = new Set(['HEAD', ...trading.map(({ method }) => method)])
    assert.deepEqual(listIn('allow-methods').toSorted(), [...methods].toSorted())
  })

  test('may send every header that the trading API reads', () => {
    const described = trading.flatMap(({ parameters = [] }) =>
      parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name),
    )
    const names = new Set(['Content-Type', ...described])
    assert.deepEqual(listIn('allow-headers').toSorted(), [...names].toSorted())
  })

  test('may read every header that the trading API sends', () => {
    // Only a WebSocket handshake has these, and browsers hide them from pages.
    const ofHandshakes = /^(?:Upgrade|Sec-WebSocket-.*)$/
    const described = trading.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ headers = {} }) => Object.keys(headers)),
    )
    const names = new Set(described.filter((name) => !ofHandshakes.test(name)))
    assert.deepEqual(listIn('expose-headers').toSorted(), [...names].toSorted())
  })
})

/** Operations on orders that reply at once, and that no breakpoint or fault rule can match. */
const withoutLatency = ['GET /orders/{orderId}/events']

const onOrders = trading.filter(({ path }) => /^\/orders(?:\/|$)/.test(path))

test('Every operation on orders is in the list of endpoints with a latency', () => {
  assert.deepEqual(namesIn(onOrders).toSorted(), [...endpoints, ...withoutLatency].toSorted())
})

for (const endpoint of endpoints) {
  const operation = trading.find((one) => one.endpoint === endpoint)
  assert.ok(operation, `${endpoint} is not in the OpenAPI document`)

  /** A platform with one order, and the reply to a valid request. */
  const open = async () => {
    const platform = openApp()
    const { orderId } = await platform.placed()
    const { faultInjection, latencies } = platform.venues.main
    const [target, { headers, ...init }] = validRequest(operation, { orderId })
    const send = (added: Record<string, string> = {}) =>
      platform.app.request(target, { ...init, headers: { ...headers, ...added } })
    return { ...platform, faultInjection, latencies, send }
  }

  describe(endpoint, () => {
    test('waits its latency, before and after it acts, and says so', async () => {
      const { latencies, send, clock } = await open()
      const none = { minMs: 0, maxMs: 0 }
      const delays = (delay: object) =>
        Object.fromEntries(
          endpoints.map((name) => [name, name === endpoint ? delay : none]),
        ) as typeof latencies.before
      latencies.set({
        before: delays({ minMs: 70, maxMs: 70 }),
        after: delays({ minMs: 50, maxMs: 50 }),
      })
      const watched = watch(send())
      for (const ms of [70, 49]) {
        clock.advance(ms)
        await turn()
        assert.equal(watched.hasCome, false)
      }
      clock.advance(1)

      const { headers } = await watched.answer
      assert.equal(headers.get('server-timing'), 'latency;dur=70, after;dur=50')
    })

    if (operation.method === 'GET') {
      test('waits for the log to reach Min-Log-Position', async () => {
        const { send, place } = await open()
        const watched = watch(send({ 'min-log-position': '2' }))
        await turn()
        assert.equal(watched.hasCome, false)
        await place()

        assert.ok((await watched.answer).ok)
      })
    } else {
      test('acts once for each Idempotency-Key', async () => {
        const { send, venue } = await open()
        const key = { 'idempotency-key': 'a' }
        const first = await send(key)
        const { position } = venue
        const again = await send(key)

        assert.equal(again.headers.get('idempotent-replayed'), 'true')
        assert.equal(await again.text(), await first.text())
        assert.equal(venue.position, position)
      })
    }

    test('is held by a breakpoint on it', async () => {
      const { faultInjection, send } = await open()
      const { breakpoints } = faultInjection
      breakpoints.add({ match: { endpoint }, action: 'hold' })
      const watched = watch(send())
      await turn()

      assert.deepEqual(
        breakpoints.held().map((held) => held.endpoint),
        [endpoint],
      )
      breakpoints.clear()
      assert.ok((await watched.answer).ok)
    })

    for (const at of ['before-commit', 'after-commit'] as const) {
      test(`fails by a fault rule on it ${at}`, async () => {
        const { faultInjection, send } = await open()
        const action = { does: 'answer', status: 504 } as const
        faultInjection.faults.rules.add({ match: { endpoint, at }, action })

        assert.equal((await problemIn(send())).code, 'GATEWAY_TIMEOUT')
      })
    }
  })
}

test('Every operation with a latency or an effect is recorded and replayed', async () => {
  const { app, ask, open, placeIn } = openControl()
  await open({ name: 'mine', clock: { mode: 'held' } })
  const { orderId } = await placeIn('mine')
  const relevant = trading.filter(
    ({ endpoint, method }) => method !== 'GET' || endpoints.includes(endpoint as Endpoint),
  )
  const sent = ['POST /orders']
  for (const operation of relevant) {
    const [target, { headers, ...init }] = validRequest(operation, { orderId })
    await app.request(target, { ...init, headers: { ...headers, venue: 'mine' } })
    sent.push(`${operation.method} ${target}`)
  }

  const recording = await bodyIn<Recording>(ask('GET', '/venues/mine/recording'))

  assert.deepEqual(
    recording.steps.map((step) => (step.by === 'clock' ? '' : `${step.method} ${step.target}`)),
    sent,
  )
  const { digest, divergence } = await play(recording)
  assert.equal(divergence, undefined)
  assert.equal(digest.digest, recording.digests.digest)
})

/** Control operations that end a venue or clear its journal: an entry would be gone at once. */
const unrecorded = [
  'DELETE /venues/{venue}',
  'DELETE /venues/{venue}/journal',
  'PUT /venues/{venue}/journal',
  'POST /venues/{venue}/reset',
]

describe('Every control operation on a venue', () => {
  const onVenues = controlling.filter(({ path }) => path.startsWith('/venues/{venue}'))
  const ids = { venue: 'mine' }

  for (const operation of onVenues) {
    const { endpoint, method, responses } = operation

    test(`requires the token and says so: ${endpoint}`, async () => {
      const { control } = openControl('secret')
      assert.equal((await problemIn(control.request(...validRequest(operation, ids)))).status, 401)
      assert.ok(responses[401])
    })

    test(`refuses an unknown venue and an unknown parameter: ${endpoint}`, async () => {
      const { control, open } = openControl()
      const [target, init] = validRequest(operation, ids)
      assert.equal((await problemIn(control.request(target, init))).code, 'VENUE_NOT_FOUND')
      await open({ name: 'mine', clock: { mode: 'held' } })
      const { errors } = await problemIn(control.request(`${target}?colour=red`, init))
      assert.deepEqual(pointersIn(errors), ['/colour'])
    })

    if (method === 'GET') continue
    const isRecorded = !unrecorded.includes(endpoint)
    test(`is ${isRecorded ? '' : 'not '}in the journal and a recording: ${endpoint}`, async () => {
      const { control, open, venues } = openControl()
      await open({ name: 'mine', clock: { mode: 'held' } })
      const journal = venues.find('mine')?.journal
      assert.ok(journal)
      await control.request(...validRequest(operation, ids))

      const entries = [...journal.after(0)]
      assert.equal(entries.length, isRecorded ? 1 : 0)
      // A recording leaves out what was refused, and this request may name what is not there.
      for (const entry of entries) assert.equal(stepsOf(asAccepted(entry)).length, 1)
    })
  }
})

const pointersIn = (errors: Problem['errors'] = []) => errors.map(({ pointer }) => pointer)

const asAccepted = (entry: JournalEntry): JournalEntry => ({
  ...entry,
  reply: { at: entry.at, status: 200 },
})
