import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { turn } from '../test/support/app.ts'
import { openVenue } from './hosted-venue.ts'

test('A venue that is closed while it starts again keeps nobody waiting', async () => {
  const clock = createVirtualClock()
  const never = new Promise<never>(() => {})
  const log = { id: 'log', load: () => never, commit: () => Promise.reject(new Error('disk full')) }
  const hosted = openVenue({
    name: 'mine',
    seed: 'a seed',
    time: { mode: 'held', clock },
    latency: { minMs: 0, maxMs: 0 },
    executionDelay: { minMs: 0, maxMs: 0 },
    processClock: clock,
    stored: { log, content: { events: [], records: new Map() } },
  })
  hosted.venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
  while (!hosted.outage.isStarting) await turn()
  const loading = hosted.outage.loading

  await hosted.close()

  assert.equal(await hosted.restarted(), false)
  await loading
})
