import { isDeepStrictEqual } from 'node:util'
import type { Order, Problem, ProblemCode, Ticket } from '../../api/contract/orders.ts'
import type { OrderMessage, StreamMessage } from '../../api/contract/stream.ts'
import { logPositionOf, type Reply } from './client.ts'
import type { ReceivedEvent } from './connection.ts'
import { faultsOfOccurrence, faultsOfProblem, faultsOfTimes } from './consistency.ts'
import type { DelayRange } from './delay-range.ts'
import type { MessageSequence } from './message-sequence.ts'
import { must } from './must.ts'
import type { Claim } from './profile.ts'
import { statusOf } from './refusal-statuses.ts'
import { jsonIn } from './reply-body.ts'
import { claims } from './settings.ts'
import type { Mark } from './tickets.ts'

/*
 * Checks that depend on what the target claims. Only this file asks for claims, so a step is the
 * same for every target and checks more if more is claimed.
 */

/** Runs a check if the target makes this claim. */
export function whereClaimed(claim: Claim, check: () => void): void {
  if (claims.has(claim)) check()
}

/** The problem in a refusal; empty unless problems are claimed. */
export const problemIn = (reply: Reply): Partial<Problem> =>
  claims.has('problems') ? jsonIn<Problem>(reply) : {}

/** How a problem contradicts its reply, if problems are claimed. */
export const faultsOfRefusal = (reply: Reply, problem: Partial<Problem>): string[] =>
  claims.has('problems') ? faultsOfProblem(reply, problem) : []

/**
 * Whether a refusal has the reason that a code names: checked by code if the target claims codes,
 * else by status or status class.
 */
export function isRefusedAs(
  code: ProblemCode,
  { status }: Reply,
  problem: Partial<Problem>,
): boolean {
  if (claims.has('problems')) return status === statusOf[code] && problem.code === code
  // A target may check the format of an id, and answer an unknown one with 400.
  if (code === 'ORDER_NOT_FOUND') return status === 404 || status === 400
  if (statusOf[code] === 400) return status === 400
  // Any status of the same class will do: 4xx or 5xx.
  return Math.floor(status / 100) === Math.floor(statusOf[code] / 100)
}

/** The reasons in a trader's words, for targets that have no codes. */
const reasons: Partial<Record<ProblemCode, string>> = {
  INVALID_REQUEST: 'because the request is invalid',
  MALFORMED_JSON: 'because it is not a ticket',
  ORDER_NOT_FOUND: 'because there is no such order',
  ORDER_ALREADY_EXECUTED: 'because the order is already EXECUTED',
  ORDER_ALREADY_CANCELLED: 'because the order is already CANCELLED',
  DUPLICATE_CLIENT_ORDER_ID: 'because the client order id is taken',
}

/** The reason that a code names, in words; with the code if problems are claimed. */
export function reasonInWords(code: ProblemCode): string {
  const byCode = `with ${statusOf[code]} ${code}`
  const reason = reasons[code]
  if (claims.has('problems')) return reason === undefined ? byCode : `${byCode}, ${reason}`
  return reason ?? `with ${statusOf[code]}`
}

/** The filters that select orders with a mark, if the target claims to filter listings. */
export const filtersFor = ([field, value]: Mark): Record<string, string> =>
  claims.has('listing') && field === 'clientOrderId' ? { [field]: String(value) } : {}

/**
 * The parameter for the largest page. Empty without the paging claim, where a listing has a single
 * page.
 */
export const largestPage = (): Record<string, string> =>
  claims.has('paging') ? { limit: '1000' } : {}

/** The fields of an order, and the claim that each belongs to. */
const fields: Readonly<Record<string, Claim>> = {
  orderId: 'core',
  orderStatus: 'core',
  symbol: 'core',
  quantity: 'core',
  side: 'core',
  clientOrderId: 'client-order-ids',
  placedAt: 'times',
  executedAt: 'times',
  cancelledAt: 'times',
  cancelledBy: 'times',
  reason: 'times',
  version: 'versions',
}

/** The claimed fields of an order. */
export const claimedFields = (order: Partial<Order>): Partial<Order> =>
  Object.fromEntries(
    Object.entries(order).filter(([name]) => {
      const claim = fields[name]
      return claim !== undefined && claims.has(claim)
    }),
  )

/** The fields that the core compares only where a reply shows them. */
const shownFields = ['symbol', 'side', 'quantity'] as const

const mayBeAbsent = (name: string) =>
  shownFields.some((shown) => shown === name) && !claims.has('tickets')

/** Whether a reply shows what an order trades. Some targets have no sides. */
export const showsTicket = (order: Partial<Order>) =>
  order.symbol !== undefined && order.quantity !== undefined

/** Whether nothing of its ticket can be compared, because no reply shows any of it. */
export const showsNothing = (order: Partial<Order>) =>
  shownFields.every((name) => order[name] === undefined && mayBeAbsent(name))

/**
 * How an order differs from what it should be, in its claimed fields. Unless tickets are claimed, a
 * symbol, a side or a quantity is compared only where both have it.
 */
export function differences(order: Partial<Order>, expected: Partial<Order>): string[] {
  const shown = claimedFields(order) as Readonly<Record<string, unknown>>
  const wanted = claimedFields(expected) as Readonly<Record<string, unknown>>
  return [...new Set([...Object.keys(shown), ...Object.keys(wanted)])].flatMap((name) => {
    const [is, should] = [shown[name] ?? undefined, wanted[name] ?? undefined]
    const isSkipped = mayBeAbsent(name) && (is === undefined || should === undefined)
    if (isSkipped || isDeepStrictEqual(is, should)) return []
    return [`its ${name} is ${written(is)}, not ${written(should)}`]
  })
}

const written = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value))

/** Throws unless an order is what it should be: "order 17 …, but its quantity is 5, not 1000". */
export function mustMatch(what: string, order: Partial<Order>, expected: Partial<Order>): void {
  const found = differences(order, expected)
  must(found.length === 0, `${what}, but ${found.join(', and ')}`)
}

/** The fields of the ticket that an order was made from. */
export const ticketIn = ({ symbol, side, quantity, clientOrderId }: Ticket): Partial<Order> => ({
  symbol,
  side,
  quantity,
  ...(clientOrderId !== undefined && { clientOrderId }),
})

/** How the times of an order contradict the execution delay, if times are claimed. */
export const faultsOfOrder = (order: Order, executionDelay: DelayRange): string[] =>
  claims.has('times') ? faultsOfTimes(order, executionDelay) : []

/** Adds `type: 'order'` to a message without a type, unless positions are claimed. */
export function withMessageType(message: StreamMessage): StreamMessage {
  if (claims.has('positions') || message.type !== undefined) return message
  return { ...(message as OrderMessage), type: 'order' }
}

interface Arrival {
  /** The messages before it. */
  readonly sequence: MessageSequence
  /** The server-sent event that carried it, if one did. */
  readonly event: ReceivedEvent | undefined
}

/** How a message contradicts those before it, its event id or itself, as far as that is claimed. */
export function faultsOfMessage(message: StreamMessage, arrival: Arrival): string[] {
  if (!claims.has('positions')) return []
  const { sequence, event } = arrival
  const faults = sequence.faultsOf(message)
  if (claims.has('times') && message.type === 'order') faults.push(...faultsOfOccurrence(message))
  if (event && message.type !== 'going-away') {
    const id = `${message.position}@${event.log}`
    if (event.id !== id) faults.push(`its event id is ${event.id}, not ${id}`)
  }
  return faults
}

/** Whether a listener's position shows that it has received everything that a reply includes. */
export const isUpToDateWith = (reply: Reply, { position }: { readonly position: number }) =>
  claims.has('positions') && position >= logPositionOf(reply)
