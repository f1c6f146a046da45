import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '../../contract/orders.ts'
import { fieldErrorsOf } from './field-errors.ts'

const problem = (changed: Partial<Problem>) => ({ detail: 'No.', ...changed }) as Problem
const fields = ['symbol', 'quantity', 'clock.speed', 'latencyMs']

test('each error is at its field, the first one if there are several', () => {
  const errors = [
    { pointer: '/symbol', message: 'is missing' },
    { pointer: '/symbol', message: 'is odd' },
    { pointer: '/clock/speed', message: 'is too high' },
    { pointer: '/latencyMs/minMs', message: 'is too long' },
    { pointer: '/colour', message: 'is not a known field' },
  ]
  assert.deepEqual(fieldErrorsOf(problem({ errors }), fields), {
    symbol: 'is missing',
    'clock.speed': 'is too high',
    latencyMs: 'is too long',
    '': 'colour is not a known field',
  })
})

test('a conflict is at the field that causes it', () => {
  const taken = problem({ code: 'DUPLICATE_CLIENT_ORDER_ID' })
  assert.deepEqual(fieldErrorsOf(taken, fields), { clientOrderId: 'No.' })
  assert.deepEqual(fieldErrorsOf(problem({ code: 'VENUE_NAME_TAKEN' }), fields), { name: 'No.' })
})

test('any other problem belongs to the form', () => {
  assert.deepEqual(fieldErrorsOf(problem({ code: 'TOO_MANY_VENUES' }), fields), { '': 'No.' })
})
