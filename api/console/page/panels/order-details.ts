import type { Order, OrderEvent } from '../../../contract/orders.ts'
import type { OrderPlan } from '../../../control/order-plan.ts'
import { dateOf, msBetween, numberText, spanText, timeOf } from '../../store/instant-text.ts'
import {
  cancelAsTrader,
  executeOrder,
  holdOrder,
  readHistory,
  readPlan,
  rejectOrder,
  releaseOrder,
} from '../../store/order-actions.ts'
import { actionButton } from '../action-button.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'
import { createOrderFacts } from './order-facts.ts'
import { stateChart } from './state-chart.ts'

const facts = createOrderFacts()

/** The order that is chosen: where it stands, what can be done to it, and its history. */
export const orderDetails: Panel = {
  id: 'order',
  title: 'Order',
  place: 'side',
  view(desk) {
    const { order: orderId, at = Number.POSITIVE_INFINITY } = desk.view
    const isPast = desk.view.at !== undefined
    if (orderId === undefined) {
      return html`<p class="hint">Choose an order to see where it stands and to play the market.</p>`
    }
    const order = desk.orders?.find(orderId)?.order
    const { plan, history } = facts.of(desk, orderId)
    return html`
      <p class="mono order-id">${orderId}</p>
      ${order ? summary(order) : html`<p class="hint">This page has not received this order.</p>`}
      ${order ? stateChart(order, isPast ? undefined : plan) : nothing}
      ${order?.orderStatus === 'PENDING' && !isPast ? actions(desk, orderId, plan) : nothing}
      <div class="buttons"><button type="button" class="quiet"
        @click=${() => desk.show({ panel: 'timeline', only: orderId })}>Show it in the timeline</button></div>
      ${historyView(
        desk,
        orderId,
        history.filter(({ position }) => position <= at),
      )}`
  },
}

function summary({ side, quantity, symbol, clientOrderId, ...order }: Order) {
  return html`
    <p class="order-summary"><span class=${side.toLowerCase()}>${side}</span>
      ${numberText(quantity)} ${symbol}
      ${clientOrderId === undefined ? nothing : html`<span class="mono">${clientOrderId}</span>`}</p>
    ${
      order.orderStatus === 'CANCELLED'
        ? html`<p>Cancelled by the ${order.cancelledBy.toLowerCase()}${order.reason ? `: ${order.reason}` : ''}.</p>`
        : nothing
    }`
}

function actions(desk: Desk, orderId: string, plan: OrderPlan | undefined) {
  const { name } = desk.venue
  return html`
    <div class="buttons" role="group" aria-label="Play the market">
      ${actionButton(desk, executeOrder(name, orderId), { kind: 'primary' })}
      ${actionButton(desk, rejectOrder(name, orderId), { label: 'Cancel as the venue' })}
      ${actionButton(desk, cancelAsTrader(name, orderId))}
      ${actionButton(desk, holdOrder(name, orderId), { disabled: plan?.held === true })}
      ${actionButton(desk, releaseOrder(name, orderId))}
      ${actionButton(desk, readPlan(name, orderId), { kind: 'quiet' })}
    </div>`
}

function historyView(desk: Desk, orderId: string, history: readonly OrderEvent[]) {
  const [first] = history
  if (!first) return nothing
  return html`
    <div class="history">
      <h3>History ${actionButton(desk, readHistory(desk.venue.name, orderId), { kind: 'quiet' })}</h3>
      <ol>${history.map(
        ({ position, type, occurredAt }) => html`
          <li><span class="position">${numberText(position)}</span> <span>${type}</span>
            <time datetime=${occurredAt} title=${dateOf(occurredAt)}>${timeOf(occurredAt)}</time>
            <span class="span">${position === first.position ? '' : `+${spanText(msBetween(first.occurredAt, occurredAt))}`}</span></li>`,
      )}</ol>
    </div>`
}
