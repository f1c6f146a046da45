/** `npm run console:screenshot`: makes the screenshot of the README again, from a seeded venue. */
import { createSimulator } from '../../simulator.ts'
import { launchChromium } from './support/launch-chromium.ts'

const file = '.github/console.png'

const simulator = await createSimulator({ seed: '42' })
const browser = await launchChromium()
try {
  const symbols = ['EURUSD', 'BTC/USD', 'BRK.B', 'EURUSD', 'GBPUSD']
  for (let nth = 0; nth < 18; nth++) {
    await fetch(`${simulator.url}/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        symbol: symbols[nth % symbols.length],
        side: nth % 3 === 0 ? 'SELL' : 'BUY',
        quantity: (nth + 1) * 250,
        clientOrderId: `alice-${nth + 1}`,
      }),
    })
    await simulator.advance({ byMs: 437 })
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${simulator.controlUrl}/`)
  const pending = page.locator('.order-row:not([hidden])', { hasText: 'PENDING' }).nth(2)
  const { orderId } = await pending.evaluate(({ dataset }) => ({ orderId: dataset.orderId }))
  await simulator.cancel(`${orderId}`, { reason: 'no liquidity' })
  await page.locator('.order-row:not([hidden])', { hasText: 'PENDING' }).first().click()
  await page.getByRole('button', { name: 'Execute', exact: true }).first().hover()
  await page.locator('figcaption').waitFor()
  await page.locator('.ways').waitFor()
  await page.screenshot({ path: file })
  process.stdout.write(`${file}\n`)
} finally {
  await browser.close()
  await simulator.close()
}
