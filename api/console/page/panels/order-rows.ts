import type { Desk } from '../desk.ts'

export function drawRows(grid: HTMLElement, desk: Desk): void {
  const orders = desk.venue.store?.orders.select() ?? []
  grid.textContent = orders
    .slice(-50)
    .reverse()
    .map(({ order }) => `${order.orderId} ${order.symbol} ${order.orderStatus}`)
    .join('\n')
}
