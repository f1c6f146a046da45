import { randomUUID } from 'node:crypto'
import type { Ticket } from '../../api/contract.ts'
import { must } from './must.ts'

export const usualTicket: Ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }

/** A client order id of that many characters which nobody else uses. */
export const ownClientOrderId = (length: number) => randomUUID().repeat(2).slice(0, length)

/** A symbol that nobody else trades: the venue is shared with every other scenario. */
export const ownSymbol = () => `X${randomUUID().replaceAll('-', '').slice(0, 11).toUpperCase()}`

/** A ticket that nobody else hands in, so that an order that came of it can be told from others. */
const markedTicket = (): Required<Ticket> => ({
  ...usualTicket,
  symbol: ownSymbol(),
  clientOrderId: ownClientOrderId(36),
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

/**
 * By which filter an order that came of a ticket would be found. Both marks stand in front of the
 * field that was tampered with, unless one of them is that field.
 */
export function markOf(ticket: string): Record<string, string> {
  const [, symbol] = /"symbol": ?"(X[0-9A-F]{11})"/.exec(ticket) ?? []
  const [, clientOrderId] = /"clientOrderId": ?"([0-9a-f-]{36})"/.exec(ticket) ?? []
  must(clientOrderId ?? symbol, `the ticket has no mark: ${ticket}`)
  return clientOrderId ? { clientOrderId } : { symbol: `${symbol}` }
}
