import type { Change } from '../../engine/index.ts'
import type { OrderMessage } from '../contract/stream.ts'
import { instantView } from './instant-view.ts'
import { orderView } from './order-view.ts'

/** The message that tells of a change, as the wire tells it; `previous` is that of the message before. */
export const messageView = ({ event, order }: Change, previous: number | null): OrderMessage => ({
  type: 'order',
  position: event.position,
  previous,
  occurredAt: instantView(event.occurredAt),
  ...orderView(order),
})
