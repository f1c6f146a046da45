import type { Plan } from '../../engine/index.ts'
import { instantView } from './instant-view.ts'

/** How a PENDING order ends by itself, as JSON. */
export function planView(plan: Plan) {
  switch (plan.does) {
    case 'execute':
      return { executionDueAt: instantView(plan.dueAt) }
    case 'cancel':
      return { cancellationDueAt: instantView(plan.dueAt), reason: plan.reason }
    case 'hold':
      return { held: true as const }
  }
}
