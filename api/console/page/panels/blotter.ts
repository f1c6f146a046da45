import type { OrderStatus } from '../../../contract/orders.ts'
import { numberText } from '../../store/instant-text.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import { earlierRange, explainLoading, loadEarlier } from '../load-events.ts'
import type { Panel } from '../panel.ts'
import { actionAt, orderIdAt } from './order-acts.ts'
import { createOrderGrid } from './order-grid.ts'

const grid = createOrderGrid()

/** The orders of the venue, newest first. */
export const blotter: Panel = {
  id: 'orders',
  title: 'Orders',
  place: 'main',
  view: (desk) => html`
    ${filterBar(desk)}
    <div id="blotter" class="blotter" role="grid" tabindex="0" aria-label="Orders, newest first"
      aria-describedby="blotter-keys"
      @scroll=${(event: Event) => onScroll(event, desk)}
      @keydown=${(event: KeyboardEvent) => grid.onKey(event, desk)}
      @click=${(event: Event) => onClick(event, desk)}
      @pointerover=${(event: Event) => onPointer(event, desk)}></div>
    ${emptyHint(desk)} ${footer(desk)}`,
  draw(desk) {
    const element = document.getElementById('blotter')
    if (element) grid.draw(element, desk)
  },
}

/** Close to the end, loads earlier orders. */
function onScroll({ target }: Event, desk: Desk): void {
  const { scrollTop, clientHeight, scrollHeight } = target as HTMLElement
  const isAtEnd = scrollTop > 0 && scrollTop + 2 * clientHeight > scrollHeight
  if (isAtEnd && mayLoad(desk)) void loadEarlier(desk)
  desk.redraw()
}

/** Whether the page has room for earlier orders. */
const mayLoad = ({ venue: { store } }: Desk) => store?.orders.dropped() === 0

function onClick(event: Event, desk: Desk): void {
  const order = orderIdAt(event)
  const action = actionAt(event, desk)
  if (order !== undefined) desk.show({ order })
  if (action) void desk.run(action)
}

function onPointer(event: Event, desk: Desk): void {
  const action = actionAt(event, desk)
  if (action) desk.explain(action)
}

const statuses: readonly (OrderStatus | undefined)[] = [
  undefined,
  'PENDING',
  'EXECUTED',
  'CANCELLED',
]

function filterBar(desk: Desk) {
  const { status, symbol = '', clientOrderId = '' } = desk.view
  const { orders } = desk
  const countOf = (one: OrderStatus | undefined) => (one ? orders?.counts[one] : orders?.size())
  return html`
    <div class="filter" role="search" aria-label="Filter orders">
      <div class="segments" role="group" aria-label="Status">
        ${statuses.map(
          (one) => html`<button type="button" aria-pressed=${one === status ? 'true' : 'false'}
            @click=${() => desk.show({ status: one })}>${one ? wordOf(one) : 'All'}
            <span class="count">${numberText(countOf(one) ?? 0)}</span></button>`,
        )}
      </div>
      ${textFilter('Symbol', symbol, (text) => desk.show({ symbol: text || undefined }))}
      ${textFilter('Client order id', clientOrderId, (text) =>
        desk.show({ clientOrderId: text || undefined }),
      )}
      <p class="news" role="status">${
        grid.news > 0
          ? html`<button type="button" class="primary" @click=${() => grid.showNewest(desk)}>
              ${numberText(grid.news)} new ↑</button>`
          : nothing
      }</p>
    </div>`
}

const wordOf = (status: OrderStatus) => status.charAt(0) + status.slice(1).toLowerCase()

const textFilter = (label: string, value: string, set: (text: string) => void) => html`
  <input type="search" aria-label=${label} placeholder=${label} .value=${value}
    autocomplete="off" autocapitalize="off" spellcheck="false"
    @input=${({ target }: { target: HTMLInputElement }) => set(target.value.trim())}>`

/** What to do while there is no order. */
const emptyHint = ({ venue: { store }, urls }: Desk) =>
  store?.isLive && store.orders.size() === 0 && store.loadedFrom === 0
    ? html`<p class="empty hint">No order yet. Place one here, or let your client place one at <code>${urls.trading}</code>.</p>`
    : nothing

function footer(desk: Desk) {
  if (desk.view.at !== undefined) {
    return html`<div class="blotter-foot"><p>The newest 1,000 orders, as they were.</p></div>`
  }
  const { store } = desk.venue
  const from = store?.loadedFrom ?? 0
  const dropped = store?.orders.dropped() ?? 0
  return html`
    <div class="blotter-foot">
      <p id="blotter-keys">Keys: ↑ ↓ choose · E execute · C cancel · H hold · R release</p>
      ${dropped > 0 ? html`<p>The oldest ${numberText(dropped)} orders are not kept in this page.</p>` : nothing}
      ${
        from > 0 && dropped === 0
          ? html`<p>Orders placed up to position ${numberText(from)} are not loaded.
              <button type="button" class="quiet"
                @pointerenter=${() => explainLoading(desk, earlierRange(desk))}
                @focus=${() => explainLoading(desk, earlierRange(desk))}
                @click=${() => void loadEarlier(desk)}>Load earlier ones</button></p>`
          : nothing
      }
    </div>`
}
