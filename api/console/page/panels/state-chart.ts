import type { Order } from '../../../contract/orders.ts'
import type { OrderPlan } from '../../../control/order-plan.ts'
import { msBetween, spanText, timeOf } from '../../store/instant-text.ts'
import { html, svg } from '../lit-html/lit-html.js'
import { endOf } from './order-row.ts'

const states = [
  { name: 'PENDING', x: 2, y: 34 },
  { name: 'EXECUTED', x: 206, y: 4 },
  { name: 'CANCELLED', x: 206, y: 64 },
] as const

/** The states of an order, and in which one it is. */
export function stateChart(order: Order, plan: OrderPlan | undefined) {
  const { orderStatus } = order
  return html`
    <figure class="state-chart">
      <svg viewBox="0 0 310 98" role="img" aria-label=${sentence(order, plan)}>
        ${edge('EXECUTED', 'M96 44 C150 44 150 19 204 19', orderStatus)}
        ${edge('CANCELLED', 'M96 54 C150 54 150 79 204 79', orderStatus)}
        ${states.map(
          ({ name, x, y }) => svg`
            <g class=${`state ${name.toLowerCase()} ${name === orderStatus ? 'current' : ''}`}>
              <rect x=${x} y=${y} width="94" height="30" rx="15"></rect>
              <text x=${x + 47} y=${y + 19.5}>${name}</text>
            </g>`,
        )}
      </svg>
      <figcaption>${sentence(order, plan)}</figcaption>
    </figure>`
}

const edge = (to: string, path: string, status: string) =>
  svg`<path class=${`edge ${to === status ? 'taken' : ''}`} d=${path}></path>`

/** Where an order stands, and what becomes of it. */
function sentence(order: Order, plan: OrderPlan | undefined): string {
  const end = endOf(order)
  const { orderStatus, placedAt } = order
  if (end !== undefined) {
    return `${orderStatus} ${spanText(msBetween(placedAt, end))} after it was placed, at ${timeOf(end)}.`
  }
  const { executionDueAt, cancellationDueAt, held } = plan ?? {}
  if (held) return 'PENDING and held: it stays so until you release, execute or cancel it.'
  if (executionDueAt) return `PENDING: to be executed at ${timeOf(executionDueAt)}.`
  if (cancellationDueAt)
    return `PENDING: to be cancelled by the venue at ${timeOf(cancellationDueAt)}.`
  return 'PENDING.'
}
