import { type Reply, summaryOf } from './client.ts'
import { eventually } from './eventually.ts'
import { must } from './must.ts'
import type { Request } from './request.ts'
import { replyWithinMs } from './settings.ts'
import { ownQuantity, usualTicket } from './tickets.ts'
import { pathOf, type Trader } from './trader.ts'

/** The header field with an idempotency key. */
export const keyHeader = (key: string) => ({ 'idempotency-key': key })

/**
 * The submission of a ticket with a key. Without a client order id, which would itself prevent a
 * second order.
 */
export const ticketUnder = (
  key: string,
  body = JSON.stringify({ ...usualTicket, quantity: ownQuantity() }),
): Request => ({
  method: 'POST',
  path: '/orders',
  body,
  contentType: 'application/json',
  fields: keyHeader(key),
})

export const cancellationUnder = (key: string, orderId: string): Request => ({
  method: 'DELETE',
  path: pathOf(orderId),
  fields: keyHeader(key),
})

/**
 * Whether a reply refuses a repetition because the request is in progress. Marks it as looked at.
 */
export function saysInProgress(trader: Trader, reply: Reply): boolean {
  if (reply.status !== 409) return false
  trader.refusedWith('IDEMPOTENCY_KEY_IN_USE', reply)
  return true
}

/** Repeats a request until it is no longer in progress. */
export function repeatUntilAnswered(trader: Trader, request: Request): Promise<Reply> {
  return eventually(replyWithinMs, async () => {
    const reply = await trader.send(request)
    must(!saysInProgress(trader, reply), `the request is still in progress: ${summaryOf(reply)}`)
    return reply
  })
}

/** The parts of a reply that its repetition has too. */
export function essenceOf({ status, headers, text }: Reply) {
  const own = ['content-type', 'location', 'etag'].map((name) => headers.get(name))
  return [status, text, ...own]
}
