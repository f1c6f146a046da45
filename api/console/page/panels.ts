import { lazyPanel } from './lazy-panel.ts'
import type { Panel } from './panel.ts'
import { blotter } from './panels/blotter.ts'
import { faults } from './panels/faults.ts'
import { how } from './panels/how.ts'
import { orderDetails } from './panels/order-details.ts'
import { skipped } from './panels/skipped.ts'
import { ticket } from './panels/ticket.ts'
import { timeTravel } from './panels/time-travel.ts'
import { why } from './panels/why.ts'

/** The panels, in the order in which the page shows them. Add a panel here. */
export const panels: readonly Panel[] = [
  skipped,
  timeTravel,
  // In the middle, as tabs.
  blotter,
  lazyPanel('timeline', 'Timeline', async () => (await import('./panels/timeline.ts')).timeline),
  faults,
  lazyPanel('plots', 'Plots', async () => (await import('./panels/plots.ts')).plots),
  lazyPanel('export', 'Export', async () => (await import('./panels/exporting.ts')).exporting),
  // At the side.
  ticket,
  orderDetails,
  why,
  how,
]
