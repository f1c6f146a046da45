import { randomInt, randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Ticket } from '../../api/contract/orders.ts'
import { dialectInUse } from './dialect/dialect.ts'
import { parsedJson } from './parsed-json.ts'
import { claims } from './settings.ts'

/** The symbols of the core's features. A dialect can name others that the target trades. */
const coreSymbols = ['EURUSD', 'USDJPY', 'GBPUSD']

const tradedSymbols = (): readonly string[] => dialectInUse()?.symbols ?? coreSymbols

/** The target's symbol for one of the core's. Any other symbol stays as it is. */
export function tradedSymbol(symbol: string): string {
  const nth = coreSymbols.indexOf(symbol)
  return nth < 0 ? symbol : nthSymbol(nth)
}

/** One of the symbols that the target trades. */
function nthSymbol(nth: number): string {
  const traded = tradedSymbols()
  return traded[nth % traded.length] ?? 'EURUSD'
}

export const usualTicket: Ticket = {
  get symbol() {
    return nthSymbol(0)
  },
  side: 'BUY',
  quantity: 1000,
}

/** A unique client order id of this many characters. */
export const ownClientOrderId = (length: number) => randomUUID().repeat(2).slice(0, length)

/**
 * A unique symbol, for a scenario about the filter by symbol: others may trade in the same venue.
 * Not for the core: the target need not trade it.
 */
export const ownSymbol = () => `X${randomUUID().replaceAll('-', '').slice(0, 11).toUpperCase()}`

/** A quantity that is very likely unique. */
export const ownQuantity = () => randomInt(100_000_000, 1_000_000_000)

/** A unique client order id as a ticket's field, if the target claims client order ids. */
export const ownClientOrderIdField = () =>
  claims.has('client-order-ids') ? { clientOrderId: ownClientOrderId(36) } : {}

/** A ticket with unique values, which identify the order that it becomes. */
const markedTicket = (): Ticket => ({
  ...usualTicket,
  quantity: ownQuantity(),
  ...ownClientOrderIdField(),
})

/** A marked ticket as JSON. */
export const goodTicket = () => JSON.stringify(markedTicket())

/** Marked tickets as JSON, in every symbol that the target trades and on both sides. */
export const differentTickets = (count: number) =>
  Array.from({ length: count }, (_, nth) =>
    JSON.stringify({
      ...markedTicket(),
      symbol: nthSymbol(nth),
      side: nth % 2 === 0 ? 'BUY' : 'SELL',
    }),
  )

/** A marked ticket with one field left out, or replaced by raw JSON text such as 1e400. */
export function rawTicket(field: string, json: string | undefined): string {
  const others = Object.entries(markedTicket()).filter(([name]) => name !== field)
  const fields = others.map(([name, value]) => [name, JSON.stringify(value)])
  if (json !== undefined) fields.push([field, json])
  return `{${fields.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`
}

/** A field of a ticket whose value identifies the order. */
export type Mark = readonly [field: 'clientOrderId' | 'quantity', value: unknown]

/**
 * The mark of a ticket, which may have one field left out or replaced. If that is the quantity, and
 * there is no client order id, the mark is the invalid quantity: no other order has it.
 */
export function markOf(ticket: string): Mark {
  const [, clientOrderId] = /"clientOrderId": ?"([0-9a-f-]{36})"/.exec(ticket) ?? []
  if (clientOrderId !== undefined) return ['clientOrderId', clientOrderId]
  const [, quantity] = /"quantity": ?(\d{9})(?![\d.e])/.exec(ticket) ?? []
  return ['quantity', quantity === undefined ? quantityIn(ticket) : Number(quantity)]
}

const quantityIn = (ticket: string): unknown =>
  (parsedJson(ticket) as Partial<Ticket> | null | undefined)?.quantity ?? null

export const hasMark = (order: object, [field, value]: Mark) =>
  isDeepStrictEqual((order as Record<string, unknown>)[field], value)
