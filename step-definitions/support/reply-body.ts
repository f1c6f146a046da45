import type { Order } from '../../api/contract/orders.ts'
import { type Reply, summaryOf } from './client.ts'
import { must } from './must.ts'
import { parsedJson } from './parsed-json.ts'

/** The body of a reply; undefined if it is not JSON. */
export const jsonIfAny = <T>({ text }: Pick<Reply, 'text'>) => parsedJson(text) as T | undefined

/** The body of a reply; throws if it is not JSON. */
export function jsonIn<T>(reply: Reply): T {
  const body = jsonIfAny<T>(reply)
  must(body !== undefined, `the reply should be JSON, but: ${summaryOf(reply)}`)
  return body
}

/** The order in a reply; throws unless it has an id and a status. */
export function orderFrom<T extends Order>(reply: Reply): T {
  const order = jsonIn<T>(reply)
  mustBeOrder(order, 'the reply', reply)
  return order
}

/** The orders in a listing; throws unless it is a list, and each order has an id and a status. */
export function ordersFrom(reply: Reply): Order[] {
  const orders = jsonIn<Order[]>(reply)
  must(Array.isArray(orders), `the listing should be a list of orders, but: ${summaryOf(reply)}`)
  orders.forEach((order, nth) => {
    mustBeOrder(order, `entry ${nth + 1} of the listing`, reply)
  })
  return orders
}

function mustBeOrder(order: Partial<Order> | null, what: string, reply: Reply): void {
  for (const name of ['orderId', 'orderStatus'] as const) {
    const isThere = order?.[name] !== undefined && order[name] !== null
    must(isThere, `${what} should have an ${name}, but: ${summaryOf(reply)}`)
  }
  const noId = whyNoId(order?.orderId)
  must(!noId, `${what} ${noId}`)
}

/** Every id is kept, sent in a path and shown. Longer ones could fill the memory. */
const maxIdLength = 1000

/** Why something cannot be the id of an order: "should have …"; undefined if it can. */
export function whyNoId(id: unknown): string | undefined {
  const text = `${id}`
  if (text.length > maxIdLength) {
    return `should have an orderId of at most ${maxIdLength} characters, but it has ${text.length}`
  }
  if (text.isWellFormed()) return undefined
  return (
    `should have an orderId that a path can contain, but ${JSON.stringify(text)} is no valid Unicode: ` +
    'it has one half of a surrogate pair without the other'
  )
}
