import { setTimeout as pause } from 'node:timers/promises'
import type { OrderEvent } from '../../../api/contract.ts'
import { send } from '../client.ts'
import type { Excerpt } from './excerpt.ts'

const mostEvents = 60
/** Evidence is worth no longer wait. */
const usuallyWithinMs = 1000

/**
 * How the log of a venue begins, to which header fields lead; undefined where the target does not
 * tell, or not in time. No part of what is judged: it never throws.
 */
export async function recordedLog(
  fields: Readonly<Record<string, string>>,
  withinMs = usuallyWithinMs,
): Promise<Excerpt<OrderEvent> | undefined> {
  const asking = send({ method: 'GET', path: `/log?from=0&limit=${mostEvents}`, fields })
  // Whoever comes too late is not heard, whatever comes.
  asking.catch(() => {})
  try {
    const reply = await Promise.race([asking, pause(withinMs, undefined, { ref: false })])
    const first: unknown = reply?.status === 200 ? JSON.parse(reply.text) : undefined
    if (!Array.isArray(first)) return undefined
    const position = Number(reply?.headers.get('log-position') ?? first.length)
    return { first, left: Math.max(0, position - first.length), last: [] }
  } catch {
    return undefined
  }
}
