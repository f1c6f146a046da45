import {
  type Chance,
  type Clock,
  CommitFailed,
  createRules,
  later,
  matches,
  type Order,
  type Rules,
  type SetupRecords,
} from '../../engine/index.ts'
import { orderFields } from './request-match.ts'
import type { MessageMatch } from './stream-faults.ts'

/** A fault of a commit. `recorded` says whether its events are in the log nevertheless. */
export type CommitFault =
  /** The commit is this late on the venue's clock. Later changes wait for it. */
  | { readonly does: 'delay'; readonly ms: number }
  /** The commit fails: its requests get 503, and the venue restarts from its log. */
  | { readonly does: 'fail'; readonly recorded: boolean }
  /** The venue crashes during the commit: all connections break, and it restarts from its log. */
  | { readonly does: 'crash'; readonly recorded: boolean }

/** The commit faults of a venue. A rule applies to a commit with a change of an order that it matches. */
export type CommitFaultRules = Rules<MessageMatch, Order, CommitFault>

export type CommitFaults = ReturnType<typeof createCommitFaults>

/** A commit that failed on request, unlike one that the store could not make. */
export class InjectedFailure extends CommitFailed {
  constructor() {
    super('A commit fault was injected.', 'unknown')
  }
}

/** Creates the commit faults of a venue: the rules in `records`, or none. */
export function createCommitFaults(clock: Clock, chance: Chance, records?: SetupRecords) {
  const rules: CommitFaultRules = createRules({
    clock,
    chance,
    purpose: 'commit-fault',
    matches: (match, order) => matches(match, order.ticket, order),
    fieldsOf: orderFields,
    records,
  })
  let endDelay: ((error: CommitFailed) => void) | undefined

  /** The first fault that applies to one of the orders as the commit leaves them. */
  function faultOf(orders: Iterable<Order>): CommitFault | undefined {
    for (const order of orders) {
      const { orderId, ticket, orderStatus } = order
      const rule = rules.first(order, `${ticket.clientOrderId ?? orderId} ${orderStatus}`)
      if (rule) return rule.action
    }
    return undefined
  }

  async function delay(ms: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const cancel = clock.schedule(later(clock.now(), ms), resolve)
    endDelay = (error) => {
      cancel()
      reject(error)
    }
    await promise.finally(() => {
      endDelay = undefined
    })
  }

  return {
    rules,
    /** Whether a commit waits for the venue's clock. */
    get isDelaying() {
      return endDelay !== undefined
    },
    /** Ends the delay of a commit, which then fails without being recorded. */
    endDelay: () => endDelay?.(new InjectedFailure()),
    /**
     * Commits changes of orders, or injects a fault. Rejects with CommitFailed. `onCrash` is called
     * before that if the fault is a crash.
     */
    async apply(
      orders: Iterable<Order>,
      commit: () => Promise<void>,
      onCrash: () => void,
    ): Promise<void> {
      const fault = faultOf(orders)
      if (fault?.does === 'delay') await delay(fault.ms)
      if (!fault || fault.does === 'delay' || fault.recorded) await commit()
      if (!fault || fault.does === 'delay') return
      if (fault.does === 'crash') onCrash()
      throw new InjectedFailure()
    },
  }
}
