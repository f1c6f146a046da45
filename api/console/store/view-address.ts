import type { OrderStatus } from '../../contract/orders.ts'
import type { OrderFilter } from './order-filter.ts'

/** What the page shows, as its URL says it, so that a view can be shared. */
export interface View extends OrderFilter {
  readonly venue: string
  /** The order whose details are shown. */
  readonly order?: string | undefined
  /** The panel in the middle. */
  readonly panel?: string | undefined
  /** The position of the past that is shown. Undefined: now. */
  readonly at?: number | undefined
}

const statuses: ReadonlySet<string> = new Set<OrderStatus>(['PENDING', 'EXECUTED', 'CANCELLED'])

/** Reads a view from the query of a URL. Ignores what is not valid. */
export function parseView(query: string): View {
  const values = new URLSearchParams(query)
  const text = (name: string) => values.get(name) || undefined
  const status = text('status')
  const at = text('at')
  return {
    venue: text('venue') ?? 'main',
    status: statuses.has(status ?? '') ? (status as OrderStatus) : undefined,
    symbol: text('symbol'),
    clientOrderId: text('clientOrderId'),
    order: text('order'),
    panel: text('panel'),
    at: at !== undefined && /^\d{1,15}$/.test(at) ? Number(at) : undefined,
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
