import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { Dialect } from '../support/dialect/dialect.ts'
import { readDialectFile } from '../support/dialect/read-dialect.ts'
import schema from './dialect.schema.json' with { type: 'json' }

const page = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'dialect-'))
after(() => rmSync(folder, { recursive: true }))

const block = (pattern: RegExp) => pattern.exec(page)?.[1] ?? assert.fail(`no ${pattern}`)

describe('The page that teaches dialects', () => {
  const path = join(folder, 'my-server.json')
  writeFileSync(path, block(/```json\n(.*?)```/s))
  const dialect = new Dialect(readDialectFile(path), path)
  const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }
  const order = { orderId: '17', orderStatus: 'PENDING', ...ticket }
  const replies = [...page.matchAll(/^HTTP\/1\.1 (\d+) .*\n(.*)$/gm)].map(([, status, text]) => ({
    status: Number(status),
    headers: new Headers(),
    text: text ?? '',
  }))

  const asked = [
    { method: 'POST', path: '/orders', body: JSON.stringify(ticket) },
    { method: 'GET', path: '/orders' },
    { method: 'DELETE', path: '/orders/17' },
  ]

  it('asks what its dialect asks', () => {
    const sent = asked.map((request) => dialect.request(request))
    const curls = [
      ...page.matchAll(/^curl -i (?:-X (\w+) )?localhost:9000(\S+)(?:.* -d '(.*)')?$/gm),
    ]
    assert.deepEqual(
      sent.map(({ method, path, body }) => [method, path, body]),
      curls.map(([, method, path, body]) => [method ?? (body ? 'POST' : 'GET'), path, body]),
    )
  })

  it('shows answers and a message that its dialect reads', () => {
    const [placed, listed, cancelled] = asked.map((request, nth) => {
      const reply = replies[nth] ?? assert.fail('there are fewer answers than questions')
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
    const message = block(/```\n({"event":"order".*)\n```/)
    assert.deepEqual(dialect.told(message), {
      messages: [{ type: 'order', orderId: '17', orderStatus: 'CANCELLED' }],
      faults: [],
    })
    assert.ok(dialect.isSubscribed(block(/says `({"event".*?})`/)))
  })

  it('has every key in its table', () => {
    const table = block(/## All keys\n(.*?)\n\*\*What may be absent/s)
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
