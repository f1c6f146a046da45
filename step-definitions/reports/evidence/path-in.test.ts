import assert from 'node:assert/strict'
import { it } from 'node:test'
import { pathIn } from './path-in.ts'

it('An address is shortened to its path and query', () => {
  assert.equal(pathIn('http://127.0.0.1:9000/orders?limit=1'), '/orders?limit=1')
})

it('An address whose host was hidden stays as it is', () => {
  assert.equal(pathIn('http://[secret]:9000/orders'), 'http://[secret]:9000/orders')
})
