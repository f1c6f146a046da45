import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { exchange, serve } from './support/platform.ts'

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
const namesIn = (head: string) => head.split('\r\n').map((line) => line.split(/[: ]/, 1)[0] ?? '')

const idsIn = (text: string) => text.match(/(?<=^Log-Id: |^Location: \/orders\/|"orderId":")\w+/gim)

test('a placement is answered as the README shows', async () => {
  const { port } = await serve()
  const [, sent = ''] = /^curl -i http:\S+\/orders .*?-d '(.*?)'$/ms.exec(readme) ?? []
  const [, shown = '', told = ''] = /^(HTTP\/1\.1 201 .*?)\n\n(\{.*?)\n```$/ms.exec(readme) ?? []

  const { head, body } = await exchange(
    port,
    `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${sent.length}\r\nConnection: close\r\n\r\n${sent}`,
  )

  // What is left out of the transcript is said to be.
  const lines = shown.split('\n')
  assert.equal(lines.at(-1), '…')
  const names = namesIn(lines.slice(0, -1).join('\r\n'))
  assert.deepEqual(names, namesIn(head).slice(0, names.length))
  assert.deepEqual(Object.keys(JSON.parse(told)), Object.keys(JSON.parse(body)))
  const lengths = [shown + told, head + body].map((text) => idsIn(text)?.map((id) => id.length))
  assert.deepEqual(lengths[0], lengths[1])
  assert.equal(lengths[0]?.length, 3)
})
