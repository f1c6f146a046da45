import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createRealClock } from '../../../engine/index.ts'
import { listenToControl } from '../../server/listen-to-control.ts'
import { placeMany, serve } from '../support/platform.ts'
import { findChromium } from './support/find-chromium.ts'
import { launchChromium } from './support/launch-chromium.ts'

const seconds = 10
/** How many orders are placed and executed at a time: 1,000 events, ten times a second. */
const ordersAtOnce = 500

const longestTaskMs = 200
const mostHeapMiB = 250

/** Reads the state of the page. */
const look = `({
  position: Number(document.querySelector('#position').max),
  longestMs: Math.max(0, ...globalThis.tasks ?? []),
  heapMiB: performance.memory.usedJSHeapSize / 2 ** 20,
})`

test('The console stays responsive at 10,000 events a second', {
  skip: findChromium() === undefined && 'there is no Chromium',
  timeout: 120_000,
}, async (t) => {
  const platform = await serve()
  const address = { host: '127.0.0.1', port: 0, token: undefined, allowedHosts: [] }
  const control = await listenToControl(platform, address, createRealClock(), assert.ifError)
  after(() => control.close(0))
  const browser = await launchChromium()
  after(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.addInitScript(`
    globalThis.tasks = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' })`)
  await page.goto(`${control.url}/`)
  await page.locator('.connection', { hasText: 'Live' }).waitFor()
  await page.evaluate('tasks.length = 0')

  const startedAt = performance.now()
  for (let nth = 1; nth <= seconds * 10; nth++) {
    await placeMany(platform, ordersAtOnce)
    platform.venueClock.advance(3000)
    await setTimeout(Math.max(0, startedAt + nth * 100 - performance.now()))
  }
  const tookS = (performance.now() - startedAt) / 1000
  const { position } = platform.venue
  const all = page.locator('.filter button', {
    hasText: `All ${(position / 2).toLocaleString('en')}`,
  })
  await all.or(page.getByText('skipped')).first().waitFor({ timeout: 30_000 })

  const seen = (await page.evaluate(look)) as {
    position: number
    longestMs: number
    heapMiB: number
  }
  t.diagnostic(`${position} events in ${tookS.toFixed(1)} s: ${JSON.stringify(seen)}`)
  assert.ok(seen.longestMs <= longestTaskMs, `a task took ${seen.longestMs} ms`)
  assert.ok(seen.heapMiB <= mostHeapMiB, `the page uses ${seen.heapMiB} MiB`)
})
