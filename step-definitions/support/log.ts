import assert from 'node:assert/strict'
import type { OrderEvent, OrderStatus, Ticket } from '../../api/contract/orders.ts'
import { logPositionOf, nextPage, type Reply } from './client.ts'
import type { ReceivedMessage } from './listener.ts'
import { pathOf, succeeded, type Trader } from './trader.ts'

/** The furthest that a trader has seen: the highest position that any reply told. */
export const lastPositionSeen = (trader: Trader): number =>
  Math.max(...trader.replies.map(logPositionOf))

/** The header field by which a request asks to see no less than a position. */
export const atLeastAt = (position: number) => ({ 'min-log-position': `${position}` })

/** What happened to one order, oldest first. */
export async function historyOf(trader: Trader, orderId: string): Promise<OrderEvent[]> {
  const path = `${pathOf(orderId)}/events`
  return JSON.parse(succeeded(await trader.send({ method: 'GET', path })).text) as OrderEvent[]
}

/** The log from one position to another, both included, read page by page. */
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
    assert.equal(page.length, Math.min(limit, logPositionOf(reply) - first - events.length + 1))
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

/** What an event and the message about it have in common: one that tells of a placement, the ticket too. */
export const changeIn = (event: OrderEvent) => {
  const { type, orderId, position, occurredAt } = event
  const common = { orderStatus: statusAfter[type], orderId, position, occurredAt }
  return type === 'OrderPlaced' ? { ...common, ticket: ticketIn(event) } : common
}

/** The same of a message. */
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
