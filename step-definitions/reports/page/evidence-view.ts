import type { OrderEvent } from '../../../api/contract/orders.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Excerpt } from '../evidence/excerpt.ts'
import { totalsOf } from '../evidence/transcript-text.ts'
import { type Html, html, verbatim } from './html.ts'
import { timelineView } from './timeline-view.ts'
import { counted } from './words.ts'

/** What a scenario sent, received and left in the log. */
export const evidenceView = ({ seed, log, ...recorded }: Evidence): Html => html`
${seed !== undefined && html`<p class="seed">Seed of the venue: <code>${seed}</code></p>`}
${timelineView(recorded)}
${log && logView(log)}`

/** How many requests and messages the evidence has. */
export function evidenceInBrief({ timeline }: Evidence): string {
  const { requests, messages } = totalsOf(timeline)
  return counted(requests, 'request') + (messages > 0 ? `, ${counted(messages, 'message')}` : '')
}

const logView = ({ first, omitted }: Excerpt<OrderEvent>): Html => html`
<details class="log"><summary>The venue's log <span class="answer">${counted(first.length + omitted, 'event')}</span></summary>
<ol class="entries">${first.map(eventView)}
${omitted > 0 && html`<li class="omitted">… ${counted(omitted, 'event')} omitted</li>`}</ol></details>`

const eventView = ({ position, occurredAt, type, orderId, ...rest }: OrderEvent): Html => html`
<li>${position} <b>${type}</b> <code>${orderId}</code> ${occurredAt} <code>${verbatim(JSON.stringify(rest))}</code></li>`
