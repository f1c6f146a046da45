import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { targetServers } from '../support/testing/target-servers.ts'
import { discoverProfile } from './discovery.ts'
import { preflight } from './preflight.ts'
import { findTarget } from './target.ts'

type Run = ChildProcessByStdio<null, Readable, Readable>
type Answer = readonly [status: number, body: unknown, location?: string]

const servers = targetServers()

describe('Before a run', () => {
  afterEach(servers.close)

  const order = { orderId: '7', orderStatus: 'PENDING' }

  /** Starts a server with some other answers than those of an order server; returns its origin. */
  async function started(answers: Readonly<Record<string, Answer>>): Promise<string> {
    const all: typeof answers = {
      'POST /orders': [201, order],
      'GET /orders/7': [200, order],
      'GET /orders': [200, [order]],
      ...answers,
    }
    return servers.open(({ method, url }, response) => {
      const [status, body, location] = all[`${method} ${url}`] ?? [404, 'Not found']
      if (location !== undefined) response.setHeader('location', location)
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }

  describe('The preflight', () => {
    it('passes an order server, whose replies need only an id and a status', async () => {
      process.env.BASE_URL = await started({})
      const { find, list } = await preflight()
      assert.deepEqual([find.path, list.path], ['/orders/7', '/orders'])
    })

    const inDialect = (part: string) =>
      `write ${part} in a dialect (step-definitions/dialects/README.md)`
    const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1000}'
    const elsewhere = `if its orders are elsewhere, ${inDialect('"place": { "request": "POST /api/orders" }')}; otherwise this is no order server`
    const cases: [what: string, answers: Record<string, Answer>, lines: string[]][] = [
      [
        'a redirect to another path',
        { 'POST /orders': [307, '', '/orders/'] },
        [
          `POST …/orders ${ticket}`,
          '307 Location: /orders/ (no body) (it redirects to /orders/, and no redirect is followed)',
          `no redirect is followed: ${inDialect('"place": { "request": "POST /orders/" }')}`,
        ],
      ],
      [
        'a file server',
        { 'POST /orders': [501, '<h1>\nNo\n</h1>'] },
        [`POST …/orders ${ticket}`, '501 <h1> No </h1>', elsewhere],
      ],
      [
        'a page',
        { 'POST /orders': [201, '<html>'] },
        [`POST …/orders ${ticket}`, '201 <html>', elsewhere],
      ],
      [
        'another status',
        { 'POST /orders': [200, order] },
        [
          `POST …/orders ${ticket}`,
          `200 ${JSON.stringify(order)}`,
          inDialect('"place": { "success": [200] }'),
        ],
      ],
      [
        'another name of the id',
        { 'POST /orders': [201, { order_id: '7' }] },
        [
          `POST …/orders ${ticket}`,
          '201 {"order_id":"7"}',
          inDialect('"fields": { "orderId": "order_id" }'),
        ],
      ],
      [
        'an order inside an object',
        { 'GET /orders/7': [200, { order }] },
        [
          'GET …/orders/7',
          `200 ${JSON.stringify({ order })}`,
          inDialect('"find": { "order": "/order" }'),
        ],
      ],
      [
        'a list inside an object',
        { 'GET /orders': [200, { items: [order] }] },
        [
          'GET …/orders',
          `200 ${JSON.stringify({ items: [order] })}`,
          inDialect('"list": { "orders": "/items" }'),
        ],
      ],
      [
        'a refusal',
        { 'POST /orders': [422, { error: 'no ticker' }] },
        [
          `POST …/orders ${ticket}`,
          '422 {"error":"no ticker"}',
          `if its fields have other names, ${inDialect('"fields": { "symbol": "ticker" }')}, or "symbols": ["BTC/USD"] if it trades other symbols`,
        ],
      ],
      [
        'a failure',
        { 'GET /orders': [500, ''] },
        ['GET …/orders', '500 (no body)', 'the server failed: see its log'],
      ],
    ]
    for (const [what, answers, [sent, received, advice]] of cases) {
      it(`says in three lines what to do after ${what}`, async () => {
        const origin = await started(answers)
        process.env.BASE_URL = origin
        await assert.rejects(preflight(), ({ message }: Error) => {
          assert.deepEqual(message.replaceAll(`${origin}/`, '…/').split('\n').slice(1), [
            `  sent      ${sent}`,
            `  received  ${received}`,
            `  to do     ${advice}`,
          ])
          return true
        })
      })
    }
  })

  it('No redirect of / or /openapi.json is followed to another host', async () => {
    let strangers = 0
    const elsewhere = await servers.open((_, response) => {
      strangers += 1
      response.end('{"openapi": "3.1.0", "paths": {}}')
    })
    const origin = await servers.open(({ url }, response) => {
      response.writeHead(302, { location: `${elsewhere}${url}` }).end()
    })
    const { profile } = await findTarget({ BASE_URL: origin })
    assert.equal(profile.source, 'it publishes no OpenAPI document')
    assert.equal(strangers, 0)
  })

  it('A description without an end is no description', async () => {
    const origin = await servers.open((_, response) => {
      const chunk = `{"openapi": "3.1.0", "paths": {}, "x": "${'x'.repeat(2 ** 20)}`
      const write = () => {
        while (response.write(chunk) && response.socket?.writable);
      }
      response.on('drain', write).on('error', () => {})
      write()
    })
    assert.equal((await discoverProfile(origin)).source, 'it publishes no OpenAPI document')
  })

  describe('A run that cannot start', { timeout: 200_000 }, () => {
    /** The folder has reports of an earlier run. */
    let REPORTS = ''

    beforeEach(async () => {
      REPORTS = await mkdtemp(join(tmpdir(), 'papertape-run-'))
      for (const name of earlier) await writeFile(join(REPORTS, name), '<testsuite failures="0"/>')
    })

    function start(env: object, args: readonly string[], script = 'run'): Run {
      return spawn(process.execPath, [`step-definitions/${script}/start.ts`, ...args], {
        env: { ...process.env, PROFILE: 'core', DIALECT: '', REPORTS, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    }

    const earlier = ['junit.xml', 'performance.json', 'specification.html']

    afterEach(() => rm(REPORTS, { recursive: true, force: true }))

    const cases: [what: string, env: object, args: string[], reason: RegExp][] = [
      ['the target is no order server', {}, [], /does not answer as an order server:\n {2}sent /],
      ['a setting is wrong', { PROFILE: 'pages' }, [], /PROFILE must be/],
      ['it is to be repeated x times', {}, ['--repeat', 'x'], /--repeat must be .*--help/],
      ['a failure is to be retried', {}, ['--retry', '1'], /--retry is not supported: .*--help/],
      ['an option is unknown', {}, ['--foo'], /unknown option '--foo'\n\n.*--help for the options/],
      ['an option has no number', {}, ['--parallel', 'x'], /--parallel must be .*--help/],
      [
        'there is no such configuration',
        {},
        ['--profile', 'x'],
        /profile "x" doesn't exist.*--help/,
      ],
    ]
    for (const [what, env, args, reason] of cases) {
      it(`exits with 2 and leaves no earlier report, because ${what}`, async () => {
        const origin = await started({ 'POST /orders': [404, ''] })
        const run = start({ BASE_URL: origin, ...env }, args)
        const ended = once(run, 'exit')
        const errors = await text(run.stderr)
        assert.match(errors, reason)
        assert.doesNotMatch(errors, /^ +at /m, 'a stack')
        assert.deepEqual(await ended, [2, null])
        assert.deepEqual(await readdir(REPORTS), [])
      })
    }

    it('exits with 2 in one line because of a tag expression, when it reads the features', async () => {
      const run = start({ BASE_URL: await started({}), LATENCY_MS: '0' }, ['--tags', '('])
      const ended = once(run, 'exit')
      const errors = await text(run.stderr)
      assert.match(errors, /^\n.*could not be parsed because of syntax error.*--help.*\n$/)
      assert.deepEqual(await ended, [2, null])
      assert.deepEqual(await readdir(REPORTS), [])
    })

    it('keeps the record that it was to be compared with', async () => {
      const env = { BASELINE: `${REPORTS}/performance.json` }
      const run = start(env, ['--foo'], 'performance/run')
      run.stderr.resume()
      assert.deepEqual(await once(run, 'exit'), [2, null])
      assert.deepEqual(await readdir(REPORTS), ['performance.json'])
    })

    const withoutReports: [args: string[], exitCode: number][] = [
      [['--help'], 0],
      [['--version'], 0],
      [['-d', '--parallel', '0', '--name', 'no scenario'], 0],
      [['--dry-run', '--foo'], 2],
    ]
    for (const [args, exitCode] of withoutReports) {
      it(`keeps the reports with ${args.join(' ')}, which writes none`, async () => {
        const run = start({}, args)
        run.stdout.resume()
        assert.deepEqual(await once(run, 'exit'), [exitCode, null])
        assert.deepEqual(await readdir(REPORTS), earlier)
      })
    }

    it('says that it waits for an address where nothing answers', async () => {
      const origin = await started({})
      await new Promise((resolve) => servers.last?.close(resolve))
      const run = start({ BASE_URL: origin }, [])
      const [line] = (await once(run.stdout, 'data')) as [Buffer]
      assert.equal(`${line}`, `No reply at ${origin} yet: waiting up to 29 s more.\n`)
      run.kill()
      await once(run, 'exit')
    })
  })
})
