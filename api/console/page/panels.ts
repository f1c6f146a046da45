import type { Panel } from './panel.ts'
import { blotter } from './panels/blotter.ts'

/** The panels, in the order in which the page shows them. Add a panel here. */
export const panels: readonly Panel[] = [blotter]
