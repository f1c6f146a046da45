import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { After, AfterAll, Before, BeforeAll, setDefaultTimeout } from '@cucumber/cucumber'
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not see the exports of its CommonJS.
import type { Browser } from 'playwright-core'
import { createSimulator } from '../../../simulator.ts'
import { launchChromium } from './launch-chromium.ts'
import type { Desk } from './world.ts'

const screenshots = 'reports/console'

setDefaultTimeout(30_000)

let browser: Browser
let axe: string

BeforeAll(async () => {
  browser = await launchChromium()
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await mkdir(screenshots, { recursive: true })
})

AfterAll(() => browser.close())

Before(async function (this: Desk) {
  this.simulator = await createSimulator({ seed: '42' })
  this.context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  this.page = await this.context.newPage()
  this.page.setDefaultTimeout(10_000)
  this.page.on('pageerror', ({ message }) => this.errors.push(message))
  this.page.on('console', (message) => {
    if (message.type() === 'error' && !isOfNetwork(message.text())) this.errors.push(message.text())
  })
})

After(async function (this: Desk, { pickle }) {
  const name = pickle.name.toLowerCase().replaceAll(/\W+/g, '-')
  await this.page.screenshot({ path: `${screenshots}/${name}.png` })
  const problems = await seriousProblems(this)
  await this.context.close()
  await this.simulator.close()
  await Promise.allSettled(this.answers)
  assert.deepEqual(this.errors, [])
  assert.deepEqual(problems, [])
})

/** The browser logs each refused request. That is no error of the page. */
const isOfNetwork = (text: string) =>
  /^(?:Failed to load resource|WebSocket connection to)/.test(text)

/** What axe-core calls serious or critical on the page. */
async function seriousProblems({ page }: Desk): Promise<string[]> {
  // In the isolated world of a debugger, as the page's policy forbids other scripts.
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  })
  await session.send('Runtime.evaluate', { expression: axe, contextId: executionContextId })
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
  })
  // An error has a description instead.
  return (result.value as string[] | undefined) ?? [`axe-core failed: ${result.description}`]
}
