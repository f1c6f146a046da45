import assert from 'node:assert/strict'
import { it } from 'node:test'
import { pathIn } from './path-in.ts'

it('Of an address the path and the query are told', () => {
  assert.equal(pathIn('http://127.0.0.1:9000/orders?limit=1'), '/orders?limit=1')
})

it('An address whose host was a secret is told as it is shown', () => {
  assert.equal(pathIn('http://[secret]:9000/orders'), 'http://[secret]:9000/orders')
})
