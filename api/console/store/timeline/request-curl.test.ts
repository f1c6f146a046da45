import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryExample } from '../../../control/journal-contract.ts'
import { requestCurl } from './request-curl.ts'

const urls = {
  control: 'http://localhost:8081',
  trading: 'http://localhost:8080',
  token: undefined,
}

test('A request is shown with its header fields and its body', () => {
  const headers = { host: 'localhost', 'content-type': 'application/json', 'content-length': '13' }
  const body = '{"symbol":"it\'s"}'
  assert.equal(
    requestCurl({ ...entryExample, headers, body }, urls),
    `curl -X POST http://localhost:8080/orders \\
  -H 'content-type: application/json' \\
  --data-raw '{"symbol":"it'\\''s"}'`,
  )
})

test('A body of bytes is decoded', () => {
  const entry = { ...entryExample, headers: {}, body: 'H4sI', bodyEncoding: 'base64' as const }
  assert.equal(
    requestCurl({ ...entry, kind: 'control', target: '/venues/mine/orders' }, urls),
    `printf %s H4sI | base64 -d | curl -X POST http://localhost:8081/venues/mine/orders \\
  --data-binary @-`,
  )
})
