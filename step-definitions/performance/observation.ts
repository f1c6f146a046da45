import type { OrderStatus } from '../../api/contract/orders.ts'
import type { Listener, ReceivedMessage } from '../support/listener.ts'
import { must } from '../support/must.ts'
import { times } from '../support/times.ts'
import type { Trader } from '../support/trader.ts'
import { Audience } from './audience.ts'
import type { Burst } from './burst.ts'
import type { Circumstances } from './circumstances.ts'
import { Lateness, type LatenessFigures } from './lateness.ts'
import { watchMachine } from './machine.ts'
import { measure } from './measurement.ts'
import type { OrderTimes } from './measures.ts'
import { publishProgress } from './progress.ts'

const batchSize = 10

/** Observes a burst of orders, and how reliably. */
export class Observation {
  readonly #burst: Burst
  readonly #audience = new Audience()
  readonly #listeners: Listener[] = []
  readonly #lateness = new Lateness()
  #stopProgress = () => {}
  #sending: LatenessFigures | undefined
  #listening: LatenessFigures | undefined
  #idlePercentOfMachine = () => 100
  #machineIdlePercent = 100

  constructor(burst: Burst) {
    this.#burst = burst
  }

  /** Connects the listeners. */
  async gather(crowd: Trader): Promise<void> {
    // First and alone: its messages are timestamped and passed on immediately.
    this.#listeners.push(await crowd.follow({}, this.#audience.connect))
    const others = times(this.#burst.listeners - 1, () => crowd.follow({}, this.#audience.connect))
    this.#listeners.push(...(await Promise.all(others)))
  }

  get listeners(): readonly Listener[] {
    return this.#listeners
  }

  /** The listener whose messages are measured. */
  get #first(): Listener {
    const [first] = this.#listeners
    must(first, 'the venue has no follower')
    return first
  }

  /**
   * Places the orders at the same moment. Between batches it reads replies that have arrived, so
   * that sending does not delay the times of confirmations.
   */
  async place(placer: Trader): Promise<void> {
    const { orders } = this.#burst
    const first = this.#first
    const counts = { sent: 0, confirmed: 0 }
    const stop = publishProgress(() => ({ orders, ...counts, executed: countExecuted(first) }))
    this.#stopProgress = stop
    // A scenario may end before all messages are received.
    first.connection.ended.then(stop, stop)
    this.#lateness.watch()
    this.#audience.measureLateness()
    this.#idlePercentOfMachine = watchMachine()
    let batch = Promise.resolve()
    await placer.together(
      times(orders, async (index) => {
        if (index % batchSize === 0) batch = batch.then(readReplies)
        await batch
        counts.sent += 1
        const reply = await placer.place()
        counts.confirmed += 1
        return reply
      }),
    )
    this.#sending = this.#lateness.seen()
  }

  /** Waits until the first listener has received all messages, then reads those of the others. */
  async receives(expected: readonly OrderStatus[], orderIds: readonly string[]): Promise<void> {
    try {
      await this.#first.receives(expected, orderIds)
    } finally {
      this.#stopProgress()
      this.#machineIdlePercent = this.#idlePercentOfMachine()
      this.#listening = await this.#audience.deliver()
    }
  }

  /** The times of each order; call it after `receives`. */
  timesOf(placer: Trader): OrderTimes[] {
    return measure(placer, this.#listeners)
  }

  /** How busy the client and its machine were. */
  get circumstances(): Circumstances {
    const [sending, listening] = [this.#sending, this.#listening]
    must(sending && listening, 'the burst is not over')
    return { lateness: { sending, listening }, machineIdlePercent: this.#machineIdlePercent }
  }
}

const countExecuted = ({ received }: Listener) =>
  received.filter(({ message }: ReceivedMessage) => message.orderStatus === 'EXECUTED').length

const readReplies = () => new Promise<void>((resolve) => setImmediate(resolve))
