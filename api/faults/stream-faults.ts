import {
  type Chance,
  type Clock,
  type Criteria,
  createRules,
  type Delay,
  matches,
  type Order,
  type Rules,
  type SetupRecords,
  type Tell,
} from '../../engine/index.ts'
import { orderFields } from './request-match.ts'

/** A fault of an order message. It affects all recipients in the same way. */
export type StreamFault =
  /** The message is not sent. */
  | { readonly does: 'drop' }
  /** The message is sent twice. */
  | { readonly does: 'duplicate' }
  /** The message is sent after the client's next message. */
  | { readonly does: 'swap' }
  /** Only this message is late: later messages overtake it. */
  | { readonly does: 'delay'; readonly ms: number }
  /** This message and all later ones wait this long, and are then sent in order. */
  | { readonly does: 'stall'; readonly ms: number }
  /** Instead of sending the message, the server drops the connection without a close frame. */
  | { readonly does: 'cut' }
  /** Instead of sending the message, the server closes the connection; only a WebSocket has a code. */
  | { readonly does: 'close'; readonly code: number; readonly reason: string }

/** The messages that a rule applies to: those with all the given values. */
export type MessageMatch = Omit<Criteria, 'side' | 'quantity'>

/** How one message is delivered. */
export interface DeliveryPlan {
  /** How late the message is on the venue's clock. Later messages queue behind it. */
  readonly delayMs: number
  readonly fault: StreamFault | undefined
  /** The id of the fault's rule. */
  readonly rule: string | undefined
}

const delayName = 'stream-delay'

export type StreamFaults = ReturnType<typeof createStreamFaults>

/** Creates the stream faults of a venue: the rules and the delay in `records`, or none. */
export function createStreamFaults(clock: Clock, chance: Chance, records?: SetupRecords) {
  const rules: Rules<MessageMatch, Order, StreamFault> = createRules({
    clock,
    chance,
    purpose: 'stream-fault',
    matches: (match, order) => matches(match, order.ticket, order),
    fieldsOf: orderFields,
    records,
  })
  // Written by `setDelay`.
  let delay = records?.get(delayName) as Delay | undefined
  return {
    /** The rules for single messages. */
    rules,
    /** The delay of every message; undefined for none. */
    get delay() {
      return delay
    },
    /** Changes the delay of later messages. */
    setDelay(changed: Delay | undefined) {
      if (changed) records?.set(delayName, changed)
      else records?.delete(delayName)
      delay = changed
    },
    /** Whether there are no rules and no delay. */
    get isEmpty() {
      return rules.size === 0 && delay === undefined
    },
    /**
     * Plans the delivery of the message about an order's latest change, and counts the rule's hit. `tell`
     * gets a verdict on each rule.
     */
    planDelivery(order: Order, tell?: Tell<MessageMatch, StreamFault>): DeliveryPlan {
      const { orderId, ticket, orderStatus } = order
      // Not the position, which depends on other orders.
      const key = `${ticket.clientOrderId ?? orderId} ${orderStatus}`
      const rule = rules.first(order, key, tell)
      return {
        delayMs: delay === undefined ? 0 : chance.delayMs(delay, 'stream delay', key),
        fault: rule?.action,
        rule: rule?.id,
      }
    },
  }
}
