import type { ServerResponse } from 'node:http'
import type { Context, MiddlewareHandler } from 'hono'
import { shownText } from '../journal/redaction.ts'
import { type ApiEnv, statusOf } from './reply.ts'

/**
 * Hears of each reply when it is sent; without a status, of each that was not yet sent whole when its
 * connection broke.
 */
export type OnReply = (reply: {
  readonly method: string
  /** Without its query and without secrets. */
  readonly path: string
  readonly status?: number
}) => void

/** Tells of what becomes of each request that goes through something. */
export const logReplies =
  (onReply: OnReply, through: MiddlewareHandler<ApiEnv>): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { method } = c.req
    const path = shownText(c.req.path)
    const outgoing = c.env?.outgoing as ServerResponse | undefined
    outgoing?.once('close', () => {
      if (!outgoing.writableFinished) onReply({ method, path })
    })
    const refusal = await through(c, next)
    if (!breaksConnection(c)) onReply({ method, path, status: refusal?.status ?? statusOf(c) })
    return refusal
  }

/** Whether a fault breaks the connection, with or without a part of the reply. */
function breaksConnection(c: Context<ApiEnv>): boolean {
  const does = c.get('fault')?.does
  return does === 'close' || does === 'reset' || does === 'truncate'
}
