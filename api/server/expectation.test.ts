import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { createRealClock } from '../../engine/index.ts'
import { bodyIn } from '../test/support/app.ts'
import { serve, until } from '../test/support/platform.ts'
import { openRawClient } from '../test/support/raw-client.ts'
import { continueWhenRead } from './expectation.ts'
import { listenToControl } from './listen-to-control.ts'

const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1000}'
const json = 'Content-Type: application/json\r\n'
const expecting = (line: string, fields = json, length = ticket.length, version = '1.1') =>
  `${line} HTTP/${version}\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n${fields}\r\n`

const continueReply = 'HTTP/1.1 100 Continue\r\n\r\n'

/** A control API that requires a token, on a free port. */
async function serveControl() {
  const platform = await serve()
  const address = { host: '127.0.0.1', port: 0, token: 'secret', allowedHosts: [] }
  const control = await listenToControl(platform, address, createRealClock(), assert.fail)
  after(() => control.close(0))
  return Number(new URL(control.url).port)
}

const bearer = 'Authorization: Bearer secret\r\n'

const refused = {
  'a body of the wrong type': [expecting('POST /orders', 'Content-Type: text/plain\r\n'), 415],
  'a body without a type': [expecting('POST /orders', ''), 415],
  'a compressed body': [expecting('POST /orders', `${json}Content-Encoding: gzip\r\n`), 415],
  'a body that is too large': [expecting('POST /orders', json, 20_000), 413],
  'a method that the path does not support': [expecting('PUT /orders'), 405],
  'an unknown path': [expecting('POST /nowhere'), 404],
  'an unknown venue': [expecting('POST /orders', `${json}Venue: nowhere\r\n`), 404],
  'a forbidden host': [expecting('POST /orders').replace('localhost', 'evil.example'), 403],
  'an unknown query parameter': [expecting('POST /orders?x=1'), 400],
  'a query that breaks its schema': [expecting('POST /orders?dryRun=perhaps'), 400],
  'an invalid key': [expecting('POST /orders', `${json}Idempotency-Key: "\r\n`), 400],
  'an invalid outcome': [expecting('POST /orders', `${json}Outcome: fly\r\n`), 400],
  'an unsupported version': [expecting('POST /orders', json, ticket.length, '2.0'), 505],
} as const

const refusedByControl = {
  'no token': [expecting('POST /venues/main/outcomes'), 401],
  'a body of the wrong type': [
    expecting('POST /venues/main/outcomes', `${bearer}Content-Type: text/plain\r\n`),
    415,
  ],
  'a compressed body': [
    expecting('POST /venues/main/restart', `${bearer}Content-Encoding: gzip\r\n`),
    415,
  ],
  'a body that is too large': [
    expecting('POST /venues/main/outcomes', bearer + json, 300_000),
    413,
  ],
  'an unknown path': [expecting('POST /nowhere', bearer + json), 404],
} as const

/** Every operation of an API that may have a body, as method and path. */
async function operationsWithBody(port: number): Promise<string[]> {
  const description = await fetch(`http://127.0.0.1:${port}/openapi.json`)
  const { paths } = await bodyIn<{ paths: Record<string, Record<string, object>> }>(description)
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map(
        (method) =>
          `${method.toUpperCase()} ${path.replace('{venue}', 'main').replaceAll(/{\w+}/g, '1')}`,
      ),
  )
}

/** Sends a head without its body, and expects a refusal without a preceding `100 Continue`. */
async function assertRefused(port: number, head: string, status: number): Promise<void> {
  const client = openRawClient(port)
  await client.send(head)
  await client.end()

  assert.match(client.received, new RegExp(`^HTTP/1.1 ${status} .*\r\nConnection: close\r\n`, 's'))
}

describe('A client that expects 100-continue', () => {
  for (const [name, [head, status]] of Object.entries(refused)) {
    test(`is refused without 100 Continue, for ${name}`, async () => {
      const { port } = await serve({ keepsJournal: true, outcomeHeaders: true })
      await assertRefused(port, head, status)
    })
  }

  for (const [name, [head, status]] of Object.entries(refusedByControl)) {
    test(`is refused by the control API without 100 Continue, for ${name}`, async () => {
      await assertRefused(await serveControl(), head, status)
    })
  }

  test('gets no 100 Continue from any operation that refuses its query', async () => {
    const { port } = await serve({ keepsJournal: true })
    const controlPort = await serveControl()
    const [own, ofControl] = [await operationsWithBody(port), await operationsWithBody(controlPort)]
    assert.ok(own.includes('POST /orders') && ofControl.includes('POST /venues'))

    for (const operation of own) await assertRefused(port, expecting(`${operation}?x=1`), 400)
    for (const operation of ofControl) {
      await assertRefused(controlPort, expecting(`${operation}?x=1`, bearer + json), 400)
    }
  })

  test('gets 100 Continue when its body is read, and the journal has the body', async () => {
    const { port, venues, venueClock } = await serve({ latencyMs: 100, keepsJournal: true })
    const client = openRawClient(port)
    await client.send(expecting('POST /orders'))
    await until(() => venueClock.nextDue() !== undefined)
    assert.equal(client.received, '')
    venueClock.advance(100)
    await until(() => client.received === continueReply)
    await client.send(ticket)

    const { status, headers } = await client.reply()
    assert.deepEqual([status, headers.get('connection')], [201, 'keep-alive'])
    const [entry] = venues.main.journal?.after(0) ?? []
    await until(() => entry?.kind === 'request' && entry.body === ticket)
  })

  test('gets 100 Continue from the control API, too', async () => {
    const client = openRawClient(await serveControl())
    const rule = '{"outcome":{"does":"hold"}}'
    await client.send(expecting('POST /venues/main/outcomes', bearer + json, rule.length))
    await until(() => client.received === continueReply)
    await client.send(rule)

    assert.equal((await client.reply()).status, 201)
  })

  test('may send its body without waiting', async () => {
    const { port } = await serve()
    const client = openRawClient(port)
    await client.send(expecting('POST /orders') + ticket + expecting('POST /orders') + ticket)

    const statuses = [(await client.reply()).status, (await client.reply()).status]
    assert.deepEqual(statuses, [201, 201])
  })

  test('gets no 100 Continue in HTTP/1.0', async () => {
    const { port } = await serve()
    const client = openRawClient(port)
    await client.send(expecting('POST /orders', json, ticket.length, '1.0') + ticket)
    await client.end()

    assert.match(client.received, /^HTTP\/1.1 201 /)
  })

  test('gets no 100 Continue in the middle of a reply', async () => {
    const server = createServer()
    server.on('checkContinue', (request, response) => {
      continueWhenRead(request, response)
      response.write('part of a reply')
      request.on('end', () => response.end()).resume()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    after(() => server.close())
    const client = openRawClient((server.address() as AddressInfo).port)
    await client.send(expecting('POST /') + ticket)

    assert.equal((await client.reply()).body, 'part of a reply')
    client.socket.destroy()
  })
})
