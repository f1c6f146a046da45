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
  const behind = connection.kind === 'live' ? behindBy(desk) : 0
  const kind = behind > 0 ? 'behind' : connection.kind
  return html`
    <p class="connection ${kind}" role="status">
      <span class="dot"></span>${behind > 0 ? `Behind by ${numberText(behind)}` : words[connection.kind]}
      ${connection.reason ? html`<span class="reason">${connection.reason}</span>` : nothing}
    </p>`
}

function behindBy({ venue: { state, store, readMs } }: Desk): number {
  if (!state || !store || performance.now() - readMs < batchMs) return 0
  return state.position - store.position
}
