import type { Change } from '../../engine/index.ts'
import type { OrderMessage } from '../contract/stream.ts'
import { instantView } from './instant-view.ts'
import { orderView } from './order-view.ts'

/** The message about a change, as JSON. `previous` is the position of the order message before it. */
export const messageView = ({ event, order }: Change, previous: number | null): OrderMessage => ({
  type: 'order',
  position: event.position,
  previous,
  occurredAt: instantView(event.occurredAt),
  ...orderView(order),
})
