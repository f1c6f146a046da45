import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { checkTrades, ordersAreFinal, readLog, startTraders } from './support/keyed-traders.ts'
import { createKilledPlatform } from './support/killed-platform.ts'
import { listenForever } from './support/resuming-listener.ts'

/** How often the platform is killed; `npm run fuzz` kills it ten times. */
const kills = Number(process.env.KILLS || 1)

/** Replies between two kills, at least. */
const repliesBetween = 200

test('A platform with a store keeps every promise through kill -9', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-kill-'))
  t.after(() => rm(folder, { recursive: true }))
  const platform = await createKilledPlatform({
    STORE: join(folder, 'papertape.db'),
    LATENCY_MS: '0-10',
    EXECUTION_DELAY_MS: '10-100',
  })
  t.after(platform.kill)
  const { url } = platform
  const listener = listenForever([url])
  t.after(listener.end)
  const traders = startTraders({ urls: [url], venue: 'main', traders: 8 })

  for (let kill = 0; kill < kills; kill++) {
    await traders.more(repliesBetween)
    await platform.kill()
    await platform.start()
  }
  await traders.more(repliesBetween)
  await traders.end()
  await ordersAreFinal(url, 'main')
  const log = await readLog(url, 'main')
  while (listener.messages.length < log.length) await setTimeout(20)

  const { placed, cancelled } = checkTrades(traders, log)
  assert.ok(cancelled > 0 && cancelled < placed / 2)
  assert.deepEqual(
    listener.messages.map(({ position, orderId }) => [position, orderId]),
    log.map(({ orderId }, nth) => [nth + 1, orderId]),
  )
  assert.ok(listener.resumed >= kills)
})
