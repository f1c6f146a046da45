import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { exchange, serve } from './support/platform.ts'

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
const namesIn = (head: string) => head.split('\r\n').map((line) => line.split(/[: ]/, 1)[0] ?? '')

const idsIn = (text: string) => text.match(/(?<=^Log-Id: |^Location: \/orders\/|"orderId":")\w+/gim)

test('a placement gets the reply that the README shows', async () => {
  const { port } = await serve()
  const [, sent = ''] = /^curl -i http:\S+\/orders .*?-d '(.*?)'$/ms.exec(readme) ?? []
  const [, shown = '', shownBody = ''] =
    /^(HTTP\/1\.1 201 .*?)\n\n(\{.*?)\n```$/ms.exec(readme) ?? []

  const { head, body } = await exchange(
    port,
    `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${sent.length}\r\nConnection: close\r\n\r\n${sent}`,
  )

  // The transcript marks that it leaves fields out.
  const lines = shown.split('\n')
  assert.equal(lines.at(-1), '…')
  const names = namesIn(lines.slice(0, -1).join('\r\n'))
  assert.deepEqual(names, namesIn(head).slice(0, names.length))
  assert.deepEqual(Object.keys(JSON.parse(shownBody)), Object.keys(JSON.parse(body)))
  const lengths = [shown + shownBody, head + body].map((text) =>
    idsIn(text)?.map((id) => id.length),
  )
  assert.deepEqual(lengths[0], lengths[1])
  assert.equal(lengths[0]?.length, 3)
})
