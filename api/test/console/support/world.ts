import assert from 'node:assert/strict'
import { setWorldConstructor, World } from '@cucumber/cucumber'
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not see the exports of its CommonJS.
import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { Order, Ticket } from '../../../contract/orders.ts'
import type { Simulator } from '../../../simulator.ts'

/** What the scenarios of the console share: a platform, and a page that Bob looks at. */
export class Desk extends World {
  /** Set by the hooks. */
  simulator!: Simulator
  context!: BrowserContext
  page!: Page
  /** What the page must not do: errors in its console, and violations of its policy. */
  readonly errors: string[] = []
  /** The last order that Alice placed. */
  order!: Order
  /** What Alice still waits for. */
  answers: Promise<unknown>[] = []

  /** Opens the console. `query` is what its URL says. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`${this.simulator.controlUrl}/${query}`)
    await this.status('Live').waitFor()
  }

  /** Places an order as a trader, over REST. */
  async place(changed: Partial<Ticket> = {}): Promise<Order> {
    const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000, ...changed }
    const reply = await fetch(`${this.simulator.url}/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(ticket),
    })
    assert.equal(reply.status, 201)
    this.order = (await reply.json()) as Order
    return this.order
  }

  status(text: string): Locator {
    return this.page.locator('.connection', { hasText: text })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** The visible rows of orders. */
  rows(): Locator {
    return this.page.locator('.rows .order-row:not([hidden])')
  }

  /** The row of an order, by default of the last one. */
  row({ orderId } = this.order): Locator {
    return this.page.locator(`[data-order-id="${orderId}"]:not([hidden])`)
  }

  /** What the panel says about how a request is sent. */
  shownCode(): Locator {
    return this.page.locator('.ways')
  }
}

setWorldConstructor(Desk)
