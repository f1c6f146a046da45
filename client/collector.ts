import type { OrderStatus } from '../api/contract/orders.ts'
import type { OrderMessage } from '../api/contract/stream.ts'
import { createNews, type WaitOptions } from './news.ts'
import type { FollowedMessage } from './sequence.ts'

/** Keeps what a subscription receives. */
export interface Collector extends AsyncDisposable {
  /**
   * Resolves with the message of an order with a status, even if it came before the call. Rejects with what was
   * received when time is up, or as soon as the message cannot come any more.
   */
  until(orderId: string, orderStatus: OrderStatus, options?: WaitOptions): Promise<OrderMessage>
  /** The messages of one order, or of all: each change once, in order. */
  messages(orderId?: string): readonly OrderMessage[]
  /** The last message of each order, by its id. */
  readonly orders: ReadonlyMap<string, OrderMessage>
  /** Everything up to this position of the log has been received. */
  readonly position: number
  /** Ends the subscription. What was received stays. */
  close(): Promise<void>
}

/** Starts a subscription, which reports why a connection of it has ended. */
type Subscribe = (
  signal: AbortSignal,
  onBreak: (reason: unknown) => void,
) => AsyncIterable<FollowedMessage>

/** Keeps order messages. */
function createArchive() {
  const all: OrderMessage[] = []
  const histories = new Map<string, OrderMessage[]>()
  return {
    add(message: OrderMessage) {
      all.push(message)
      const history = histories.get(message.orderId)
      if (history) history.push(message)
      else histories.set(message.orderId, [message])
    },
    messages: (orderId?: string): readonly OrderMessage[] =>
      orderId === undefined ? all : (histories.get(orderId) ?? []),
    orders: () => new Map(all.map((message) => [message.orderId, message])),
  }
}

/** Collects the messages of a subscription. Resolves when it has received what happened before. */
export async function createCollector(
  subscribe: Subscribe,
  options: WaitOptions = {},
): Promise<Collector> {
  const { add, messages, orders } = createArchive()
  const news = createNews()
  const closing = new AbortController()
  let position = 0
  let isLive = false
  /** Why the last connection ended, if no message has come since. */
  let broken: unknown
  /** Why the subscription ended. */
  let ended: unknown

  async function collect(): Promise<void> {
    const onBreak = (reason: unknown) => {
      broken = reason
    }
    try {
      for await (const message of subscribe(closing.signal, onBreak)) {
        broken = undefined
        position = message.position
        if (message.type === 'caught-up') isLive = true
        if (message.type === 'order') add(message)
        news.announce()
      }
    } catch (reason) {
      ended = reason
      news.announce()
    }
  }

  /** Throws if there is a reason not to wait any longer. */
  function checkHope(isLate: boolean, wanted: string): void {
    if (ended) throw new Error(`${wanted} The subscription ended. ${ended}`, { cause: ended })
    if (!isLate) return
    const hint = broken
      ? `The connection is broken. ${broken}`
      : "Is the venue's clock held? Then advance it."
    throw new Error(`${wanted} Time is up. ${hint}`, { cause: broken })
  }

  async function close(): Promise<void> {
    closing.abort(new Error('The collector was closed.'))
    await collecting
  }

  function until(orderId: string, orderStatus: OrderStatus, options?: WaitOptions) {
    return news.waitFor((isLate) => {
      const history = messages(orderId)
      const found = history.find((message) => message.orderStatus === orderStatus)
      if (found) return found
      const wanted = `Order ${orderId} is not ${orderStatus}. Received: ${describe(history)}.`
      if (isFinal(history.at(-1))) throw new Error(`${wanted} That is final.`)
      checkHope(isLate, wanted)
      return undefined
    }, options)
  }

  const collecting = collect()
  try {
    await news.waitFor((isLate) => {
      checkHope(isLate, 'The stream did not start.')
      return isLive || undefined
    }, options)
  } catch (failure) {
    await close()
    throw failure
  }

  return {
    until,
    messages,
    get orders() {
      return orders()
    },
    get position() {
      return position
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const isFinal = (last: OrderMessage | undefined) =>
  last !== undefined && last.orderStatus !== 'PENDING'

const describe = (history: readonly OrderMessage[]) =>
  history.map(({ orderStatus, position }) => `${orderStatus} at ${position}`).join(', ') ||
  'nothing'
