/** A trading client that never guesses: it says what happened, or that it is unknown. */
import type { Health } from '../api/contract/orders.ts'
import { type Collector, createCollector } from './collector.ts'
import { type FollowOptions, follow, type StartPoint } from './follow.ts'
import type { WaitOptions } from './news.ts'
import { createOrders } from './orders.ts'
import type { RepeatOptions } from './repeat.ts'
import { type Address, createSender } from './sender.ts'
import type { FollowedMessage } from './sequence.ts'

export type { Collector } from './collector.ts'
export type { FollowOptions, StartPoint, StreamFilter } from './follow.ts'
export type { WaitOptions } from './news.ts'
export type { CancelOptions, CancelResult, CommandOptions, OrderFilter, Page } from './orders.ts'
export { OutcomeUnknown, Refusal } from './refusal.ts'
export type { RepeatOptions } from './repeat.ts'
export type { FollowedMessage } from './sequence.ts'

export interface ClientOptions extends Address, Pick<RepeatOptions, 'withinMs'> {}

/** By default, starts at the end of the current log. */
export interface FollowFrom extends FollowOptions, Partial<StartPoint> {}

export type Client = ReturnType<typeof createClient>

/**
 * Creates a client of a venue. Its methods throw a Refusal if the venue refuses. A command throws OutcomeUnknown if
 * no reply says what happened. Reads include what this client has written and read before.
 */
export function createClient({ url, venue, withinMs }: ClientOptions) {
  // An invalid URL fails here, and not at each request.
  const { protocol, href } = new URL(url)
  if (!/^https?:$/.test(protocol)) {
    throw new TypeError(
      `${url} must start with http:// or https://, such as http://localhost:8080.`,
    )
  }
  const address = { url: href.replace(/\/$/, ''), venue }
  const send = createSender(address, withinMs)

  async function startOf(
    { from, log, signal }: FollowFrom,
    withinMs?: number,
  ): Promise<StartPoint> {
    if (from !== undefined && log !== undefined) return { from, log }
    const { headers } = await send({ path: '/health' }, { signal, withinMs })
    const end = { from: Number(headers.get('Log-Position')), log: headers.get('Log-Id') ?? '' }
    return { from: from ?? end.from, log: log ?? end.log }
  }

  return {
    ...createOrders(send),

    /** Checks that the platform is up. */
    async health(options?: RepeatOptions): Promise<Health> {
      const { body } = await send({ path: '/health' }, options)
      return body as Health
    },

    /**
     * Yields every change of an order once, in order, and the notices `caught-up` and `heartbeat`. Resumes by itself.
     * Throws the Refusal of a subscription: `LOG_CHANGED` if the venue was reset.
     */
    async *follow(options: FollowFrom = {}): AsyncGenerator<FollowedMessage, never> {
      return yield* follow(address, await startOf(options), options)
    },

    /** Follows and keeps all messages. Resolves when it has those of the past. */
    async collect(options: FollowFrom & WaitOptions = {}): Promise<Collector> {
      const start = await startOf(options, options.timeoutMs)
      return createCollector((closed, noteBreak) => {
        const signal = options.signal ? AbortSignal.any([closed, options.signal]) : closed
        const onBreak = (reason: unknown) => {
          noteBreak(reason)
          options.onBreak?.(reason)
        }
        return follow(address, start, { ...options, signal, onBreak })
      }, options)
    },
  }
}
