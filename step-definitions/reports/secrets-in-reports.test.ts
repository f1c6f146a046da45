import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

const token = 'planted-in-the-environment'
const others = [
  'planted-in-a-cookie',
  'planted-in-a-session',
  'planted-in-a-key',
  'planted-in-a-query',
  'planted-in-a-body',
  'planted-in-a-list',
]

let placements = 0

/** A server that puts every secret into every place that it can. It accepts one order. */
const leaky: RequestListener = ({ method, url }, response) => {
  const isPlacement = method === 'POST' && url === '/orders'
  if (isPlacement) placements += 1
  const order = { orderId: '1', orderStatus: 'PENDING' }
  const accepted = { 'GET /orders': [order], 'GET /orders/1': order, 'POST /orders': order }
  const found = placements < 2 && accepted[`${method} ${url}` as keyof typeof accepted]
  if (found) {
    response.writeHead(isPlacement ? 201 : 200).end(JSON.stringify(found))
    return
  }
  response.writeHead(isPlacement ? 401 : 404, {
    'content-type': 'application/json',
    'set-cookie': 'sid=planted-in-a-cookie; HttpOnly',
    'x-session-id': 'planted-in-a-session',
    'x-access-key': 'planted-in-a-key',
    location: '/orders/1?access_key=planted-in-a-query',
    authorization: `Bearer ${token}`,
  })
  const body = {
    code: token,
    access_token: 'planted-in-a-body',
    passwords: ['planted-in-a-list'],
    cookie: 'planted-in-a-cookie',
    detail: 'planted-in-a-session',
  }
  response.end(JSON.stringify(body))
}

describe('The secrets of a run', () => {
  const server = createServer(leaky)
  let folder = ''
  let printed = ''

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const chosen = ['features/placing-an-order.feature', '--name', 'The confirmation repeats']
    const messages = ['--format', `message:${join(folder, 'messages.ndjson')}`]
    const run = spawn(
      process.execPath,
      ['step-definitions/run/start.ts', ...chosen, ...messages, '--parallel', '0'],
      {
        env: {
          ...process.env,
          BASE_URL: `http://127.0.0.1:${port}`,
          CONTROL_TOKEN: token,
          PROFILE: 'core',
          REPORTS: folder,
        },
      },
    )
    for (const stream of [run.stdout, run.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk
      })
    }
    await once(run, 'close')
  })

  after(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })

  it('are in no report and not on the console', async () => {
    assert.match(printed, /1 scenario: 1 failed/)
    const names = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile())
    const texts = await Promise.all(
      files.map(async ({ parentPath, name }) => ({
        name,
        text: await readFile(join(parentPath, name), 'utf8'),
      })),
    )
    for (const { name, text } of [...texts, { name: 'the console', text: printed }]) {
      for (const secret of [token, ...others]) {
        assert.ok(!text.includes(secret), `${name} contains ${secret}`)
      }
    }
  })

  it('are replaced by a mark', async () => {
    const reports = [
      'specification.html',
      'junit.xml',
      'messages.ndjson',
      'json/specification.json',
    ]
    for (const name of reports) {
      assert.match(await readFile(join(folder, name), 'utf8'), /\[secret\]/, name)
    }
  })
})
