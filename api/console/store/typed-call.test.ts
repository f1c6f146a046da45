import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curlOf } from './curl.ts'
import { placeOrder, readLog } from './order-actions.ts'
import { typedCallOf } from './typed-call.ts'
import { advanceBy, listVenues } from './venue-actions.ts'

const urls = {
  control: 'http://localhost:8081',
  trading: 'http://localhost:8080',
  token: undefined,
}

test('TypeScript for a venue connects to the control API', () => {
  assert.equal(
    typedCallOf(advanceBy('mine', 1, '+1 ms'), 'mine', urls),
    `import { connect } from 'papertape'
const platform = await connect({ controlUrl: 'http://localhost:8081' })
const venue = platform.venue('mine')

await venue.advance({ byMs: 1 })`,
  )
})

test('TypeScript takes the token from the environment', () => {
  const text = typedCallOf(listVenues, 'main', { ...urls, token: 'secret' })
  assert.match(text, /token: process\.env\.CONTROL_TOKEN/)
  assert.doesNotMatch(text, /secret|venue\(/)
})

test('TypeScript for an order is a client of its venue', () => {
  const action = placeOrder('mine', { symbol: 'EURUSD', side: 'BUY', quantity: 1 })
  assert.equal(
    typedCallOf(action, 'mine', urls),
    `import { createClient } from 'papertape/client'
const client = createClient({ url: 'http://localhost:8080', venue: 'mine' })

await client.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })`,
  )
})

test('a burst is a loop', () => {
  const action = placeOrder('main', { symbol: 'EURUSD' }, 20)
  assert.match(typedCallOf(action, 'main', urls), /Array\.from\(\{ length: 20 \}/)
  assert.match(curlOf(action, urls), /^for n in \$\(seq 20\); do\ncurl .*\ndone$/s)
})

test('a read without a typed method is a fetch', () => {
  assert.equal(
    typedCallOf(readLog('mine', 0, 10), 'mine', urls),
    `const reply = await fetch('http://localhost:8080/log?from=0&limit=10', { headers: { Venue: 'mine' } })
await reply.json()`,
  )
})

test('the token is not in the curl', () => {
  assert.equal(
    curlOf(listVenues, { ...urls, token: 'secret' }),
    'curl http://localhost:8081/venues \\\n  -H "Authorization: Bearer $CONTROL_TOKEN"',
  )
})
