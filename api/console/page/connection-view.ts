import { numberText } from '../store/instant-text.ts'
import type { Desk } from './desk.ts'
import { html, nothing } from './lit-html/lit-html.js'
import type { ConnectionState } from './stream-link.ts'

const words: Readonly<Record<ConnectionState['kind'], string>> = {
  connecting: 'Connecting',
  'catching-up': 'Catching up',
  live: 'Live',
  reconnecting: 'Reconnecting',
  closed: 'No such venue',
  unreachable: 'No connection',
  locked: 'Locked',
}

/** A batch may take this long after the state was read. */
const batchMs = 300

/** The state of the connection, and how many events the page is behind. */
export function connectionView(desk: Desk) {
  const { connection } = desk.venue
  const { kind } = connection
  const behind = kind === 'live' || kind === 'catching-up' ? behindBy(desk) : 0
  return html`
    <p class="connection ${behind > 0 ? 'behind' : kind}" role="status">
      <span class="dot"></span>${words[kind]}${behind > 0 ? `, behind by ${numberText(behind)}` : nothing}
      ${connection.reason ? html`<span class="reason">${connection.reason}</span>` : nothing}
    </p>`
}

function behindBy({ venue: { state, store, readMs } }: Desk): number {
  if (!state || !store || performance.now() - readMs < batchMs) return 0
  return state.position - store.position
}
