import type { OrderStatus } from '../../contract/orders.ts'
import type { OrderFilter } from './order-filter.ts'
import type { Zoom } from './timeline/zoom.ts'

/** What the page shows, as its URL says it, so that a view can be shared. */
export interface View extends OrderFilter {
  readonly venue: string
  /** The order whose details are shown. */
  readonly order?: string | undefined
  /** The panel in the middle. */
  readonly panel?: string | undefined
  /** The order that the timeline is limited to. */
  readonly only?: string | undefined
  /** How much the timeline shows. */
  readonly zoom?: Zoom | undefined
  /** The row of the timeline whose details are shown, and its journal entry. */
  readonly step?: string | undefined
  readonly entry?: number | undefined
  /** The position of the message that is explained; `entry` is then that of its connection. */
  readonly message?: number | undefined
  /** The position of the past that is shown. Undefined: now. */
  readonly at?: number | undefined
}

const statuses: ReadonlySet<string> = new Set<OrderStatus>(['PENDING', 'EXECUTED', 'CANCELLED'])

/** Reads a view from the query of a URL. Ignores what is not valid. */
export function parseView(query: string): View {
  const values = new URLSearchParams(query)
  const text = (name: string) => values.get(name) || undefined
  const status = text('status')
  const number = (name: string) => {
    const value = text(name)
    return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
  }
  return {
    venue: text('venue') ?? 'main',
    status: statuses.has(status ?? '') ? (status as OrderStatus) : undefined,
    symbol: text('symbol'),
    clientOrderId: text('clientOrderId'),
    order: text('order'),
    panel: text('panel'),
    only: text('only'),
    zoom: text('zoom') === 'instants' ? 'instants' : undefined,
    step: text('step'),
    entry: number('entry'),
    message: number('message'),
    at: number('at'),
  }
}

/** The query of a URL that shows a view; empty for the main venue without a filter. */
export function queryOf(view: View): string {
  const { venue, ...others } = view
  const values = new URLSearchParams(venue === 'main' ? {} : { venue })
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined && value !== '') values.set(name, `${value}`)
  }
  return values.size > 0 ? `?${values}` : ''
}
