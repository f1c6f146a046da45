import { randomInt, randomUUID } from 'node:crypto'
import type { Ticket } from '../../api/contract/orders.ts'
import { claims } from './settings.ts'

export const usualTicket: Ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }

/** A client order id of that many characters which nobody else uses. */
export const ownClientOrderId = (length: number) => randomUUID().repeat(2).slice(0, length)

/** A symbol that nobody else trades: the venue is shared with every other scenario. */
export const ownSymbol = () => `X${randomUUID().replaceAll('-', '').slice(0, 11).toUpperCase()}`

/** A quantity that nobody else trades, as far as chance can tell. */
const ownQuantity = () => randomInt(100_000_000, 1_000_000_000)

/** A client order id for a ticket, where the target claims to know what that is. */
export const ownClientOrderIdField = () =>
  claims.has('client-order-ids') ? { clientOrderId: ownClientOrderId(36) } : {}

/** A ticket that nobody else hands in, so that an order that came of it can be told from others. */
const markedTicket = (): Ticket => ({
  ...usualTicket,
  symbol: ownSymbol(),
  quantity: ownQuantity(),
  ...ownClientOrderIdField(),
})

/** A marked ticket as JSON. */
export const goodTicket = () => JSON.stringify(markedTicket())

/** A marked ticket with one field replaced by raw JSON text (it may be 1e400), or left out. */
export function rawTicket(field: string, json: string | undefined): string {
  const others = Object.entries(markedTicket()).filter(([name]) => name !== field)
  const fields = others.map(([name, value]) => [name, JSON.stringify(value)])
  if (json !== undefined) fields.push([field, json])
  return `{${fields.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`
}

/** The same JSON, made longer with blanks. */
export function paddedTo(length: number, json: string): string {
  return json.padEnd(length)
}

const marks: Readonly<Record<string, RegExp>> = {
  clientOrderId: /"clientOrderId": ?"([0-9a-f-]{36})"/,
  symbol: /"symbol": ?"(X[0-9A-F]{11})"/,
  quantity: /"quantity": ?(\d{9})/,
}

/** By which field an order that came of a ticket can be told from others, and what it is. */
export type Mark = readonly [field: string, value: string]

/** The first mark of a ticket that is whole: of the field that was tampered with there is none. */
export function markOf(ticket: string): Mark {
  for (const [field, pattern] of Object.entries(marks)) {
    const [, value] = pattern.exec(ticket) ?? []
    if (value !== undefined) return [field, value]
  }
  throw new Error(`the ticket has no mark: ${ticket}`)
}

/** Whether an order bears a mark. */
export const hasMark = (order: object, [field, value]: Mark) =>
  String((order as Record<string, unknown>)[field]) === value
