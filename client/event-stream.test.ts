import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serve } from '../api/test/support/platform.ts'
import { overEventStream } from './event-stream.ts'

test('Server-Sent Events say how long to wait before the next connection', async () => {
  const { url } = await serve()
  const retries: number[] = []
  const ending = new AbortController()
  const events = overEventStream(`${url}/events`, ending.signal, (ms) => retries.push(ms))

  const { value } = await events.next()
  ending.abort()

  assert.equal(value.type, 'caught-up')
  assert.deepEqual(retries, [1000])
})
