import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { Dialect } from '../support/dialect/dialect.ts'
import { readDialectFile } from '../support/dialect/read-dialect.ts'
import schema from './dialect.schema.json' with { type: 'json' }

const pageAt = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const tutorial = pageAt('docs/tutorial.md')
const reference = pageAt('docs/reference.md')
const folder = mkdtempSync(join(tmpdir(), 'dialect-'))
after(() => rmSync(folder, { recursive: true }))

const block = (page: string, pattern: RegExp) =>
  pattern.exec(page)?.[1] ?? assert.fail(`no ${pattern}`)

describe('The tutorial', () => {
  const path = join(folder, 'my-server.json')
  writeFileSync(path, block(tutorial, /```json\n(.*?)```/s))
  const dialect = new Dialect(readDialectFile(path), path)
  const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }
  const order = { orderId: '17', orderStatus: 'PENDING', ...ticket }
  const replies = [...tutorial.matchAll(/^HTTP\/1\.1 (\d+) .*\n(.*)$/gm)].map(
    ([, status, text]) => ({
      status: Number(status),
      headers: new Headers(),
      text: text ?? '',
    }),
  )

  const requests = [
    { method: 'POST', path: '/orders', body: JSON.stringify(ticket) },
    { method: 'GET', path: '/orders' },
    { method: 'DELETE', path: '/orders/17' },
  ]

  it('sends the requests that its dialect sends', () => {
    const sent = requests.map((request) => dialect.request(request))
    const curls = [
      ...tutorial.matchAll(/^curl -i (?:-X (\w+) )?localhost:9000(\S+)(?:.* -d '(.*)')?$/gm),
    ]
    assert.deepEqual(
      sent.map(({ method, path, body }) => [method, path, body]),
      curls.map(([, method, path, body]) => [method ?? (body ? 'POST' : 'GET'), path, body]),
    )
  })

  it('shows replies and a message that its dialect translates', () => {
    const [placed, listed, cancelled] = requests.map((request, nth) => {
      const reply = replies[nth] ?? assert.fail('there are fewer replies than requests')
      const { status, text } = dialect.answer(request, reply)
      return [status, text === '' ? undefined : JSON.parse(text)]
    })
    assert.deepEqual(
      [placed, listed, cancelled],
      [
        [201, order],
        [200, [order]],
        [204, undefined],
      ],
    )
    const message = block(tutorial, /```\n({"event":"order".*)\n```/)
    assert.deepEqual(dialect.newConnection().translate(message), {
      messages: [{ type: 'order', orderId: '17', orderStatus: 'CANCELLED' }],
      faults: [],
    })
    assert.ok(dialect.isSubscribed(block(tutorial, /confirms with `({"event".*?})`/)))
  })
})

describe('The reference', () => {
  it('has every key in its table', () => {
    const table = block(reference, /## All keys\n(.*?)\n\*\*What may be absent/s)
    const sections: Readonly<Record<string, object>> = schema.properties
    for (const [section, described] of Object.entries(sections)) {
      assert.ok(table.includes(`\`${section}`), section)
      const properties = 'properties' in described ? described.properties : {}
      for (const key of Object.keys(properties as object)) {
        assert.ok(table.includes(`\`${section}.${key}\``), `${section}.${key}`)
      }
    }
  })
})
