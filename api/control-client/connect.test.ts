import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { createRealClock } from '../../engine/index.ts'
import { listenToControl } from '../server/listen-to-control.ts'
import { freePort } from '../test/support/free-port.ts'
import { serve } from '../test/support/platform.ts'
import { connect } from './connect.ts'

/** A platform with its control API on a port. */
async function serveControl(token?: string) {
  const platform = await serve()
  const address = { host: '127.0.0.1', port: 0, token, allowedHosts: [] }
  const control = await listenToControl(platform, address, createRealClock(), assert.ifError)
  after(() => control.close(0))
  return { ...platform, controlUrl: control.url, control }
}

/** The URL of a server that is not papertape. */
async function serveOther(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  after(() => server.close())
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const json = (body: unknown, status = 200): RequestListener => {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  return (_request, response) =>
    response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body))
}

const refusal = (options: Parameters<typeof connect>[0]) =>
  connect(options).then(
    () => assert.fail('connected'),
    (error: Error) => error.message,
  )

describe('connect', () => {
  test('controls a platform that requires a token', async () => {
    const { controlUrl } = await serveControl('secret')

    const platform = await connect({ controlUrl: `${controlUrl}/`, token: 'secret' })

    assert.equal(platform.controlUrl, controlUrl)
    await platform.outcomes.add({ outcome: { does: 'hold' } })
    assert.equal((await platform.outcomes.list()).length, 1)
  })

  test('says which token to pass', async () => {
    const { controlUrl } = await serveControl('secret')
    const remedy = 'Pass the CONTROL_TOKEN that it was started with as token.'

    assert.equal(
      await refusal({ controlUrl }),
      `The platform at ${controlUrl} requires a token. ${remedy}`,
    )
    assert.equal(
      await refusal({ controlUrl, token: 'guessed' }),
      `The platform at ${controlUrl} does not accept this token. ${remedy}`,
    )
  })

  test('says that no platform answers, also later', async () => {
    const controlUrl = `http://127.0.0.1:${await freePort()}`
    const silence = (url: string) =>
      new RegExp(`^No platform answers at ${url} \\(\\w+\\)\\. Check that it runs`)
    assert.match(await refusal({ controlUrl }), silence(controlUrl))

    const stopping = await serveControl()
    const platform = await connect(stopping)
    await stopping.control.close(0)
    await assert.rejects(platform.read(), { message: silence(stopping.controlUrl) })
  })

  test('says that the server is another one', async () => {
    const isOther = 'is not the control API of papertape: it sent'
    const html = await serveOther((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<p>'),
    )
    assert.match(await refusal({ controlUrl: html }), RegExp(`${html} ${isOther} 200 text/html\\.`))
    const untyped = await serveOther((_request, response) => response.writeHead(502).end())
    assert.match(await refusal({ controlUrl: untyped }), RegExp(`${isOther} 502\\.`))
    for (const body of [{}, null, [], 'ok']) {
      const controlUrl = await serveOther(json(body))
      assert.match(await refusal({ controlUrl }), RegExp(`${isOther} another reply\\.`))
    }
    const problem = await serveOther(json({ title: 'Not Found', status: 404 }, 404))
    assert.match(await refusal({ controlUrl: problem }), RegExp(`${isOther} 404 without a code\\.`))
  })

  test('says that the URL is that of the trading API', async () => {
    const { url } = await serveControl()

    assert.equal(
      await refusal({ controlUrl: url }),
      `The server at ${url} is not the control API of papertape: it sent 404 ROUTE_NOT_FOUND. Pass the URL of the control API as controlUrl. It has a port of its own, by default 8081.`,
    )
  })

  for (const controlUrl of ['localhost:8081', '8081', '', undefined as unknown as string]) {
    test(`refuses the URL ${controlUrl}`, async () => {
      await assert.rejects(connect({ controlUrl }), {
        name: 'TypeError',
        message: `connect: controlUrl must be a URL such as http://127.0.0.1:8081, not ${controlUrl}`,
      })
    })
  }
})
