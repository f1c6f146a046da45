import type { Context, MiddlewareHandler } from 'hono'
import { redactText } from '../journal/redaction.ts'
import { type ApiEnv, statusOf } from './reply.ts'

/** Called with each reply when it is sent; without a status if its connection breaks first. */
export type OnReply = (reply: {
  readonly method: string
  /** Without the query and secrets. */
  readonly path: string
  readonly status?: number
}) => void

/** Wraps a middleware and reports the reply to each request. */
export const logReplies =
  (onReply: OnReply, inner: MiddlewareHandler<ApiEnv>): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { method } = c.req
    const path = redactText(c.req.path)
    const outgoing = c.env?.outgoing
    outgoing?.once('close', () => {
      if (!outgoing.writableFinished) onReply({ method, path })
    })
    const refusal = await inner(c, next)
    if (!breaksConnection(c)) onReply({ method, path, status: refusal?.status ?? statusOf(c) })
    return refusal
  }

/** Whether a fault breaks the connection before the reply is complete. */
function breaksConnection(c: Context<ApiEnv>): boolean {
  const does = c.get('replyFault')?.does
  return does === 'close' || does === 'reset' || does === 'truncate'
}
