import {
  type Chance,
  type Clock,
  type Criteria,
  createRules,
  type Delay,
  matches,
  type Order,
  type Rules,
} from '../../engine/index.ts'

/** What befalls a message, as every client hears it that would have heard the message. */
export type StreamFault =
  /** It is not sent. */
  | { readonly does: 'drop' }
  /** It is sent twice. */
  | { readonly does: 'duplicate' }
  /** It changes places with what the client hears next. */
  | { readonly does: 'swap' }
  /** It alone comes later: those behind it overtake it. */
  | { readonly does: 'delay'; readonly ms: number }
  /** Nothing is sent for so long, from this message on; then everything. */
  | { readonly does: 'stall'; readonly ms: number }
  /** In its place the connection breaks off without a word. */
  | { readonly does: 'cut' }
  /** In its place the connection is closed, with a code where the transport has one. */
  | { readonly does: 'close'; readonly code: number; readonly reason: string }

/** Which messages a rule is about: those that fit all that is said. */
export type MessageMatch = Omit<Criteria, 'side' | 'quantity'>

/** What becomes of one message on its way to the clients. */
export interface DeliveryPlan {
  /** How long it takes on the venue's clock, with all that is behind it. */
  readonly delayMs: number
  readonly fault: StreamFault | undefined
  /** The id of the rule that the fault is by. */
  readonly rule: string | undefined
}

/** What befalls the messages of a venue on their way to the clients. */
export interface StreamFaults {
  /** The standing rules on single messages. */
  readonly rules: Rules<MessageMatch, Order, StreamFault>
  /** How far the stream lags behind what happens; undefined where it does not. */
  readonly delay: Delay | undefined
  /** Has the messages to come lag behind otherwise. */
  setDelay(delay: Delay | undefined): void
  /** Whether nothing can befall a message. */
  readonly isEmpty: boolean
  /** The fate of the message that tells of an order as it stands now. */
  planDelivery(order: Order): DeliveryPlan
}

/** Creates the stream faults of a venue, none yet. */
export function createStreamFaults(clock: Clock, chance: Chance): StreamFaults {
  const rules: StreamFaults['rules'] = createRules({
    clock,
    chance,
    purpose: 'stream-fault',
    matches: (match, order) => matches(match, order.ticket, order),
  })
  let delay: Delay | undefined
  return {
    rules,
    get delay() {
      return delay
    },
    setDelay(changed) {
      delay = changed
    },
    get isEmpty() {
      return rules.size === 0 && delay === undefined
    },
    planDelivery(order) {
      const { orderId, ticket, orderStatus } = order
      // Not by its position, which would depend on what happened to other orders.
      const key = `${ticket.clientOrderId ?? orderId} ${orderStatus}`
      const rule = rules.first(order, key)
      return {
        delayMs: delay === undefined ? 0 : chance.delayMs(delay, 'stream delay', key),
        fault: rule?.action,
        rule: rule?.id,
      }
    },
  }
}
