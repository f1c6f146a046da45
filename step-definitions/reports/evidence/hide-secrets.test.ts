import assert from 'node:assert/strict'
import { it } from 'node:test'
import { withoutSecrets } from './hide-secrets.ts'
import { Secrets } from './secrets.ts'

const known = new Secrets({})
const hostile = 'detail \x1b]0;title\x07\x1b[2J\x9b31m\u202e'
const escaped = 'detail \\u001b]0;title\\u0007\\u001b[2J\\u009b31m\\u202e'

it('A text from the target cannot control the terminal that shows the error', () => {
  assert.equal(withoutSecrets(hostile, known), escaped)

  const error = new Error(hostile, { cause: new Error(`because\n${hostile}`) })
  withoutSecrets(error, known)
  assert.equal(error.message, escaped)
  assert.equal((error.cause as Error).message, `because\n${escaped}`)
  for (const stack of [error.stack, (error.cause as Error).stack]) {
    assert.doesNotMatch(`${stack}`.replaceAll('\n', ''), /\p{Cc}/u)
  }
})

it('Compared values cannot either, and the diff loses its colours', () => {
  const error = new assert.AssertionError({
    actual: hostile,
    expected: 'x',
    operator: 'strictEqual',
  })
  error.message = '\x1b[31m+ actual\x1b[0m'
  withoutSecrets(error, known)

  assert.deepEqual([error.message, error.actual], ['+ actual', escaped])
})
