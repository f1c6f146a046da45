import type { Panel } from './panel.ts'
import { blotter } from './panels/blotter.ts'
import { exporting } from './panels/exporting.ts'
import { faults } from './panels/faults.ts'
import { how } from './panels/how.ts'
import { orderDetails } from './panels/order-details.ts'
import { skipped } from './panels/skipped.ts'
import { ticket } from './panels/ticket.ts'
import { timeTravel } from './panels/time-travel.ts'
import { timeline } from './panels/timeline.ts'

/** The panels, in the order in which the page shows them. Add a panel here. */
export const panels: readonly Panel[] = [
  skipped,
  timeTravel,
  // In the middle, as tabs.
  blotter,
  timeline,
  faults,
  exporting,
  // At the side.
  ticket,
  orderDetails,
  how,
]
