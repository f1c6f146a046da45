import { setTimeout as pause } from 'node:timers/promises'
import type { OrderEvent } from '../../../api/contract/orders.ts'
import { send } from '../../support/client.ts'
import { type Excerpt, excerptOf } from './excerpt.ts'

const maxEvents = 60
/** The largest page of the log that the contract allows. */
const longestPage = 1000
/** Evidence is not worth a longer wait. */
const defaultTimeoutMs = 1000

/**
 * The first events in the log of the venue that the header fields address; undefined where the
 * target does not publish it, or not in time. Never throws, since no check depends on it.
 */
export async function recordedLog(
  fields: Readonly<Record<string, string>>,
  timeoutMs = defaultTimeoutMs,
): Promise<Excerpt<OrderEvent> | undefined> {
  const page = await pageOf(`/log?from=0&limit=${maxEvents}`, { fields, timeoutMs })
  if (!page) return undefined
  const { events, position = events.length } = page
  return { first: events, omitted: Math.max(0, position - events.length) }
}

/**
 * The events of these orders in the log of the main venue, as far as they are on the page that
 * starts after a position; undefined as for `recordedLog`, and if there are none.
 */
export async function recordedOf(
  orderIds: ReadonlySet<string>,
  after: number,
  timeoutMs = defaultTimeoutMs,
): Promise<Excerpt<OrderEvent> | undefined> {
  const page = await pageOf(`/log?from=${after}&limit=${longestPage}`, { fields: {}, timeoutMs })
  const own = page?.events.filter(({ orderId }) => orderIds.has(orderId)) ?? []
  return own.length === 0 ? undefined : excerptOf(own, maxEvents)
}

interface Page {
  readonly events: readonly OrderEvent[]
  /** The length of the log, if the target publishes it. */
  readonly position: number | undefined
}

type PageOptions = {
  readonly fields: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

async function pageOf(path: string, { fields, timeoutMs }: PageOptions): Promise<Page | undefined> {
  const sending = send({ method: 'GET', path, fields })
  // A failure after the timeout must not become an unhandled rejection.
  sending.catch(() => {})
  try {
    const reply = await Promise.race([sending, pause(timeoutMs, undefined, { ref: false })])
    const events: unknown = reply?.status === 200 ? JSON.parse(reply.text) : undefined
    if (!Array.isArray(events)) return undefined
    const position = reply?.headers.get('log-position')
    return { events, position: position ? Number(position) : undefined }
  } catch {
    return undefined
  }
}
