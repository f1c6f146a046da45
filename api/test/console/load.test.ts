import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createRealClock } from '../../../engine/index.ts'
import { listenToControl } from '../../server/listen-to-control.ts'
import { placeMany, serve } from '../support/platform.ts'
import { connectTo } from '../support/stream-clients.ts'
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

for (const panel of ['orders', 'timeline', 'plots']) {
  test(
    `The console stays responsive at 10,000 events a second, showing ${panel}`,
    {
      skip: findChromium() === undefined && 'there is no Chromium',
      timeout: 120_000,
    },
    (t) => watch(panel, t),
  )
}

async function watch(panel: string, t: TestContext): Promise<void> {
  const platform = await serve({ keepsJournal: true })
  await connectTo(platform.url)
  const address = { host: '127.0.0.1', port: 0, token: undefined, allowedHosts: [] }
  const control = await listenToControl(platform, address, createRealClock(), assert.ifError)
  t.after(() => control.close(0))
  const browser = await launchChromium()
  t.after(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.addInitScript(`
    globalThis.tasks = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' })`)
  await page.goto(`${control.url}/?panel=${panel}`)
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
  const shown =
    panel === 'orders'
      ? all
      : page.locator('output', { hasText: `of ${position.toLocaleString('en')}` })
  await shown.or(page.getByText('skipped')).first().waitFor({ timeout: 30_000 })

  const seen = (await page.evaluate(look)) as {
    position: number
    longestMs: number
    heapMiB: number
  }
  t.diagnostic(`${position} events in ${tookS.toFixed(1)} s: ${JSON.stringify(seen)}`)
  assert.ok(seen.longestMs <= longestTaskMs, `a task took ${seen.longestMs} ms`)
  assert.ok(seen.heapMiB <= mostHeapMiB, `the page uses ${seen.heapMiB} MiB`)
}
