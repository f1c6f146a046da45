import type { Order, Problem, ProblemCode, Ticket } from '../../api/contract/orders.ts'
import type { OrderMessage, StreamMessage } from '../../api/contract/stream.ts'
import { logPositionOf, type Reply } from './client.ts'
import type { ReceivedEvent } from './connection.ts'
import { faultsOfOccurrence, faultsOfProblem, faultsOfTimes } from './consistency.ts'
import type { DelayRange } from './delay-range.ts'
import type { MessageSequence } from './message-sequence.ts'
import type { Claim } from './profile.ts'
import { statusOf } from './refusal-statuses.ts'
import { claims } from './settings.ts'
import type { Mark } from './tickets.ts'

/*
 * What is judged of what a target says: of all that the contract could promise, no more than it
 * claims. That is asked for here alone, so that a step is the same for every target, and finds more
 * the more is claimed.
 */

/** Has a check made where the target claims that it holds. */
export function whereClaimed(claim: Claim, check: () => void): void {
  if (claims.has(claim)) check()
}

/** What a refusal says of its reason; nothing where that is not claimed. */
export const problemIn = ({ text }: Reply): Partial<Problem> =>
  claims.has('problems') ? (JSON.parse(text) as Problem) : {}

/** What a refusal says that does not fit what was asked and answered. */
export const faultsOfRefusal = (reply: Reply, problem: Partial<Problem>): string[] =>
  claims.has('problems') ? faultsOfProblem(reply, problem) : []

/** Whether a refusal is for the reason that a code names, as far as the target claims to tell it. */
export function isRefusedAs(
  code: ProblemCode,
  { status }: Reply,
  problem: Partial<Problem>,
): boolean {
  if (claims.has('problems')) return status === statusOf[code] && problem.code === code
  // Where ids have a shape, one of another shape is a bad request before it is unknown.
  if (code === 'ORDER_NOT_FOUND') return status === 404 || status === 400
  if (statusOf[code] === 400) return status === 400
  // Whether it is the client's fault or the server's, any status tells.
  return Math.floor(status / 100) === Math.floor(statusOf[code] / 100)
}

/** Why somebody is refused, as a trader says it, of whom no codes need be known. */
const reasons: Partial<Record<ProblemCode, string>> = {
  INVALID_REQUEST: 'because what was asked is not as it should be',
  MALFORMED_JSON: 'because it is no ticket',
  ORDER_NOT_FOUND: 'because there is no such order',
  ORDER_ALREADY_EXECUTED: 'because the order is already EXECUTED',
  ORDER_ALREADY_CANCELLED: 'because the order is already CANCELLED',
  DUPLICATE_CLIENT_ORDER_ID: 'because the client order id is taken',
}

/** The reason that a code names, in words, and as it is told where the target claims to give codes. */
export function reasonInWords(code: ProblemCode): string {
  const byCode = `with ${statusOf[code]} ${code}`
  const reason = reasons[code]
  if (claims.has('problems')) return reason === undefined ? byCode : `${byCode}, ${reason}`
  return reason ?? `with ${statusOf[code]}`
}

/** What narrows a listing to the orders that bear a mark, where it can be narrowed. */
export const filtersFor = ([field, value]: Mark): Record<string, string> =>
  claims.has('listing') && field !== 'quantity' ? { [field]: value } : {}

/** What has a listing show all that it can on one page: without pages that is all there is. */
export const largestPage = (): Record<string, string> =>
  claims.has('paging') ? { limit: '1000' } : {}

/** The fields of an order, and what has to be claimed for each to be there. */
const fields: Readonly<Record<string, Claim>> = {
  orderId: 'core',
  orderStatus: 'core',
  symbol: 'core',
  quantity: 'core',
  side: 'tickets',
  clientOrderId: 'client-order-ids',
  placedAt: 'times',
  executedAt: 'times',
  cancelledAt: 'times',
  cancelledBy: 'times',
  reason: 'times',
  version: 'versions',
}

/** What an order says, as far as it is claimed to say it. */
export const claimedFields = (order: Partial<Order>): Partial<Order> =>
  Object.fromEntries(
    Object.entries(order).filter(([name]) => {
      const claim = fields[name]
      return claim !== undefined && claims.has(claim)
    }),
  )

/** What an order is for, or a ticket asks for, as far as the target claims to know it. */
export const claimedTicketFields = ({
  symbol,
  side,
  quantity,
  clientOrderId,
}: Ticket): Partial<Order> =>
  claimedFields({ symbol, side, quantity, ...(clientOrderId !== undefined && { clientOrderId }) })

/** What the times of an order say that cannot be. */
export const faultsOfOrder = (order: Order, executionDelay: DelayRange): string[] =>
  claims.has('times') ? faultsOfTimes(order, executionDelay) : []

/** A message as the contract has it: one that says nothing but what became of an order is about it. */
export function withMessageType(message: StreamMessage): StreamMessage {
  if (claims.has('positions') || message.type !== undefined) return message
  return { ...(message as OrderMessage), type: 'order' }
}

interface Arrival {
  /** What the messages before it said. */
  readonly sequence: MessageSequence
  /** The server-sent event that carried it, if one did. */
  readonly event: ReceivedEvent | undefined
}

/** What a message says that does not fit those before it or how it came, or that cannot be. */
export function faultsOfMessage(message: StreamMessage, arrival: Arrival): string[] {
  if (!claims.has('positions')) return []
  const { sequence: chain, event } = arrival
  const faults = chain.faultsOf(message)
  if (claims.has('times') && message.type === 'order') faults.push(...faultsOfOccurrence(message))
  if (event && message.type !== 'going-away') {
    const id = `${message.position}@${event.log}`
    if (event.id !== id) faults.push(`it came as event ${event.id}, and not as ${id}`)
  }
  return faults
}

/** Whether somebody has heard all that had happened when a reply was made. */
export const isUpToDateWith = (reply: Reply, { position }: { readonly position: number }) =>
  claims.has('positions') && position >= logPositionOf(reply)
