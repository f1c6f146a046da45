import { setTimeout as pause } from 'node:timers/promises'
import type { OrderEvent } from '../../../api/contract/orders.ts'
import { send } from '../../support/client.ts'
import { type Excerpt, excerptOf } from './excerpt.ts'

const mostEvents = 60
/** As many events as a page of the log may have. */
const longestPage = 1000
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
  const page = await pageOf(`/log?from=0&limit=${mostEvents}`, { fields, withinMs })
  if (!page) return undefined
  const { events, position = events.length } = page
  return { first: events, left: Math.max(0, position - events.length), last: [] }
}

/**
 * What is recorded of some orders in a venue that others share, as far as a page of its log goes which
 * begins after a position; likewise.
 */
export async function recordedOf(
  orderIds: ReadonlySet<string>,
  after: number,
  withinMs = usuallyWithinMs,
): Promise<Excerpt<OrderEvent> | undefined> {
  const page = await pageOf(`/log?from=${after}&limit=${longestPage}`, { fields: {}, withinMs })
  const own = page?.events.filter(({ orderId }) => orderIds.has(orderId)) ?? []
  return own.length === 0 ? undefined : excerptOf(own, mostEvents, 0)
}

interface Page {
  readonly events: readonly OrderEvent[]
  /** How long the log is, where that is told. */
  readonly position: number | undefined
}

type Asking = {
  readonly fields: Readonly<Record<string, string>>
  readonly withinMs: number
}

async function pageOf(path: string, { fields, withinMs }: Asking): Promise<Page | undefined> {
  const asking = send({ method: 'GET', path, fields })
  // Whoever comes too late is not heard, whatever comes.
  asking.catch(() => {})
  try {
    const reply = await Promise.race([asking, pause(withinMs, undefined, { ref: false })])
    const events: unknown = reply?.status === 200 ? JSON.parse(reply.text) : undefined
    if (!Array.isArray(events)) return undefined
    const position = reply?.headers.get('log-position')
    return { events, position: position ? Number(position) : undefined }
  } catch {
    return undefined
  }
}
