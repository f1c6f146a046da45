import type { Listener } from './listener.ts'

/** What a listener heard about these orders, from the first message to the last, in its order. */
export const accountOf = (listener: Listener, orderIds: readonly string[]): string =>
  listener
    .around(orderIds)
    .map(({ orderId, orderStatus }) => `${orderId} ${orderStatus}`)
    .join('\n')
