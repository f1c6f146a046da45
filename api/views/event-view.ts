import type { OrderEvent } from '../../engine/index.ts'
import type * as contract from '../contract.ts'
import { instantView } from './instant-view.ts'

/** An event of the log as the wire tells it. */
export function eventView(event: OrderEvent): contract.OrderEvent {
  const { type, position, orderId } = event
  const occurredAt = instantView(event.occurredAt)
  if (type !== 'OrderPlaced') return { type, position, occurredAt, orderId }
  const { symbol, side, quantity, clientOrderId } = event.ticket
  const executionDueAt = instantView(event.executionDueAt)
  return {
    type,
    position,
    occurredAt,
    orderId,
    symbol,
    side,
    quantity,
    clientOrderId,
    executionDueAt,
  }
}
