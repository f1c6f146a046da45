import { type Reply, summaryOf } from './client.ts'
import { eventually } from './eventually.ts'
import { must } from './must.ts'
import type { Request } from './request.ts'
import { replyWithinMs } from './settings.ts'
import { ownSymbol, usualTicket } from './tickets.ts'
import { pathOf, type Trader } from './trader.ts'

/** The header field by which a request is sent under a key. */
export const keyHeader = (key: string) => ({ 'idempotency-key': key })

/** A ticket under a key. It bears no client order id, which would keep it from being placed twice. */
export const ticketUnder = (
  key: string,
  body = JSON.stringify({ ...usualTicket, symbol: ownSymbol() }),
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

/** Whether a reply is the refusal of what is still under way; it is looked at then. */
export function saysInProgress(trader: Trader, reply: Reply): boolean {
  if (reply.status !== 409) return false
  trader.refusedWith('IDEMPOTENCY_KEY_IN_USE', reply)
  return true
}

/** Sends a request again until it is no longer under way. */
export function repeatUntilAnswered(trader: Trader, request: Request): Promise<Reply> {
  return eventually(replyWithinMs, async () => {
    const reply = await trader.send(request)
    must(!saysInProgress(trader, reply), `it is still under way: ${summaryOf(reply)}`)
    return reply
  })
}

/** What is the same in two replies when one repeats the other. */
export function essenceOf({ status, headers, text }: Reply) {
  const own = ['content-type', 'location', 'etag'].map((name) => headers.get(name))
  return [status, text, ...own]
}
