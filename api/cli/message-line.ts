import { styleText } from 'node:util'
import type { OrderStatus } from '../contract/orders.ts'
import type { OrderMessage } from '../contract/stream.ts'
import { printableLine } from '../process/printable.ts'

const colours = { PENDING: 'yellow', EXECUTED: 'green', CANCELLED: 'red' } as const

/** A change of an order as a line for people. It has columns and colours on a terminal only. */
export function lineOf(message: OrderMessage): string {
  const { occurredAt, orderStatus, side, quantity, symbol, orderId } = message
  const isTerminal = process.stdout.isTTY === true
  const left = (text: string, width: number) => (isTerminal ? text.padEnd(width) : text)
  const right = (text: string, width: number) => (isTerminal ? text.padStart(width) : text)
  const columns = [
    right(`${message.position}`, 5),
    occurredAt.slice(11, 23),
    left(orderStatus, 9),
    left(side, 4),
    right(`${quantity}`, 8),
    left(symbol, 8),
    orderId,
    message.clientOrderId ?? '',
  ]
  const [position = '', time = '', status = '', ...others] = columns.map(printableLine)
  return [position, time, coloured(orderStatus, status), ...others].join(' ').trimEnd()
}

/** `styleText` also decides whether there are colours, by the terminal and NO_COLOR. */
const coloured = (status: OrderStatus, text: string) =>
  styleText(colours[status] ?? 'reset', text, { stream: process.stdout })
