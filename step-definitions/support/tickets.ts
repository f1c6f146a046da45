import { randomInt, randomUUID } from 'node:crypto'
import type { Ticket } from '../../api/contract/orders.ts'
import { claims } from './settings.ts'

export const usualTicket: Ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }

/** A unique client order id of this many characters. */
export const ownClientOrderId = (length: number) => randomUUID().repeat(2).slice(0, length)

/** A unique symbol: other scenarios may trade in the same venue. */
export const ownSymbol = () => `X${randomUUID().replaceAll('-', '').slice(0, 11).toUpperCase()}`

/** A quantity that is very likely unique. */
const ownQuantity = () => randomInt(100_000_000, 1_000_000_000)

/** A unique client order id as a ticket's field, if the target claims client order ids. */
export const ownClientOrderIdField = () =>
  claims.has('client-order-ids') ? { clientOrderId: ownClientOrderId(36) } : {}

/** A ticket with unique values, which identify the order that it becomes. */
const markedTicket = (): Ticket => ({
  ...usualTicket,
  symbol: ownSymbol(),
  quantity: ownQuantity(),
  ...ownClientOrderIdField(),
})

/** A marked ticket as JSON. */
export const goodTicket = () => JSON.stringify(markedTicket())

/** A marked ticket with one field left out, or replaced by raw JSON text such as 1e400. */
export function rawTicket(field: string, json: string | undefined): string {
  const others = Object.entries(markedTicket()).filter(([name]) => name !== field)
  const fields = others.map(([name, value]) => [name, JSON.stringify(value)])
  if (json !== undefined) fields.push([field, json])
  return `{${fields.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`
}

const marks: Readonly<Record<string, RegExp>> = {
  clientOrderId: /"clientOrderId": ?"([0-9a-f-]{36})"/,
  symbol: /"symbol": ?"(X[0-9A-F]{11})"/,
  quantity: /"quantity": ?(\d{9})/,
}

/** A field of a ticket whose unique value identifies the order. */
export type Mark = readonly [field: string, value: string]

/** The first intact mark of a ticket, which may have one field left out or replaced. */
export function markOf(ticket: string): Mark {
  for (const [field, pattern] of Object.entries(marks)) {
    const [, value] = pattern.exec(ticket) ?? []
    if (value !== undefined) return [field, value]
  }
  throw new Error(`the ticket has no mark: ${ticket}`)
}

export const hasMark = (order: object, [field, value]: Mark) =>
  String((order as Record<string, unknown>)[field]) === value
