import type { Order } from '../../../contract/orders.ts'
import { msBetween, numberText, spanText, timeOf } from '../../store/instant-text.ts'
import type { BookedOrder } from '../../store/order-book.ts'
import { gridElement, gridHead, setText } from './grid-cell.ts'
import { actNames } from './order-acts.ts'
import type { RowPlace } from './row-pool.ts'

/** A change is marked for this long. */
const freshMs = 1500

const columns = [
  ['placed', 'Placed'],
  ['side', 'Side'],
  ['symbol', 'Symbol'],
  ['quantity', 'Quantity'],
  ['status', 'Status'],
  ['ended', 'After'],
  ['client', 'Client order id'],
  ['id', 'Order id'],
] as const
type Column = (typeof columns)[number][0]

const textOf: Readonly<Record<Column, (order: Order) => string>> = {
  placed: ({ placedAt }) => timeOf(placedAt),
  side: ({ side }) => side,
  symbol: ({ symbol }) => symbol,
  quantity: ({ quantity }) => numberText(quantity),
  status: ({ orderStatus }) => orderStatus,
  ended(order) {
    const end = endOf(order)
    return end === undefined ? '' : spanText(msBetween(order.placedAt, end))
  },
  client: ({ clientOrderId = '' }) => clientOrderId,
  id: ({ orderId }) => orderId,
}

/** When an order ended; undefined while it is PENDING. */
export function endOf(order: Order): string | undefined {
  if (order.orderStatus === 'PENDING') return undefined
  return order.orderStatus === 'EXECUTED' ? order.executedAt : order.cancelledAt
}

/** The names of the columns. */
export const headerRow = (): HTMLElement =>
  gridHead(
    'order-row',
    columns.map(([name, title]) => gridElement('columnheader', name, title)),
  )

export type OrderRow = ReturnType<typeof createOrderRow>

/** Creates a row that can show one order after another. It changes only what differs. */
export function createOrderRow(id: string) {
  const element = gridElement('row', 'order-row')
  element.id = id
  const cells = columns.map(([name]) => [name, gridElement('gridcell', name)] as const)
  const buttons = gridElement('gridcell', 'acts')
  for (const act of actNames) {
    const button = document.createElement('button')
    button.type = 'button'
    // Keys and the panel of the order do the same.
    button.tabIndex = -1
    button.dataset.act = act
    button.textContent = act.charAt(0).toUpperCase() + act.slice(1)
    buttons.append(button)
  }
  element.append(...cells.map(([, cell]) => cell), buttons)
  let shown: Order | undefined
  let isFresh = false

  function write(order: Order): void {
    shown = order
    element.dataset.orderId = order.orderId
    for (const [name, cell] of cells) {
      setText(cell, textOf[name](order))
    }
  }

  return {
    element,
    /** Whether the order has just changed. */
    get isFresh(): boolean {
      return isFresh
    },
    show(booked: BookedOrder | undefined, place: RowPlace): void {
      element.hidden = booked === undefined
      isFresh = booked !== undefined && isRecent(booked)
      if (!booked) return
      const { row, top, isChosen } = place
      element.style.transform = `translateY(${top}px)`
      element.className = classesOf(booked.order, isChosen, isFresh)
      element.ariaSelected = `${isChosen}`
      element.ariaRowIndex = `${row + 2}`
      if (booked.order !== shown) write(booked.order)
    },
  }
}

const isRecent = ({ changedMs }: BookedOrder) =>
  changedMs > 0 && performance.now() - changedMs < freshMs

const classesOf = ({ orderStatus, side }: Order, isChosen: boolean, isFresh: boolean) =>
  `order-row ${orderStatus.toLowerCase()} ${side.toLowerCase()}${isChosen ? ' chosen' : ''}${isFresh ? ' fresh' : ''}`
