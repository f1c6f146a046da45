import type { OrderEvent, OrderStatus, Ticket } from '../../api/contract/orders.ts'
import { logPositionOf, type Reply } from './client.ts'
import type { ReceivedMessage } from './listener.ts'
import { mustBe } from './must.ts'
import { nextPage } from './next-page.ts'
import { pathOf, succeeded, type Trader } from './trader.ts'

/** The highest log position that any reply to the trader stated. */
export const lastPositionSeen = (trader: Trader): number =>
  Math.max(...trader.replies.map(logPositionOf))

/** The header field with which a request asks for a state no older than a position. */
export const atLeastAt = (position: number) => ({ 'min-log-position': `${position}` })

/** The events of one order, oldest first. */
export async function historyOf(trader: Trader, orderId: string): Promise<OrderEvent[]> {
  const path = `${pathOf(orderId)}/events`
  return JSON.parse(succeeded(await trader.send({ method: 'GET', path })).text) as OrderEvent[]
}

/** The events from one position to another, both included, read page by page. */
export async function logBetween(
  trader: Trader,
  [first, last]: readonly [number, number],
  limit: number,
): Promise<OrderEvent[]> {
  const events: OrderEvent[] = []
  let next: string | undefined = `/log?from=${first - 1}&limit=${limit}`
  while (next !== undefined && (events.at(-1)?.position ?? 0) < last) {
    const reply: Reply = succeeded(await trader.send({ method: 'GET', path: next }))
    const page = JSON.parse(reply.text) as OrderEvent[]
    const left = logPositionOf(reply) - first - events.length + 1
    mustBe(`the number of events on the page ${reply.path}`, page.length, Math.min(limit, left))
    events.push(...page)
    next = nextPage(reply)
  }
  return events.filter(({ position }) => position <= last)
}

const statusAfter: Record<OrderEvent['type'], OrderStatus> = {
  OrderPlaced: 'PENDING',
  OrderExecuted: 'EXECUTED',
  OrderCancelled: 'CANCELLED',
}

/** The fields that an event shares with the message about it; for a placement also the ticket. */
export const changeIn = (event: OrderEvent) => {
  const { type, orderId, position, occurredAt } = event
  const common = { orderStatus: statusAfter[type], orderId, position, occurredAt }
  return type === 'OrderPlaced' ? { ...common, ticket: ticketIn(event) } : common
}

/** The same fields of a message. */
export const changeReceived = ({ message }: ReceivedMessage): ReturnType<typeof changeIn> => {
  const { orderStatus, orderId, position, occurredAt } = message
  const common = { orderStatus, orderId, position, occurredAt }
  return orderStatus === 'PENDING' ? { ...common, ticket: ticketIn(message) } : common
}

const ticketIn = ({ symbol, side, quantity, clientOrderId }: Ticket) => ({
  symbol,
  side,
  quantity,
  clientOrderId,
})
