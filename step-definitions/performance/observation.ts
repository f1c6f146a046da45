import type { OrderStatus } from '../../api/contract/orders.ts'
import type { Listener, ReceivedMessage } from '../support/listener.ts'
import { must } from '../support/must.ts'
import { times } from '../support/times.ts'
import type { Trader } from '../support/trader.ts'
import { Audience } from './audience.ts'
import type { Burst } from './burst.ts'
import type { Circumstances } from './circumstances.ts'
import { Lateness, type LatenessSeen } from './lateness.ts'
import { watchMachine } from './machine.ts'
import { measure } from './measurement.ts'
import type { OrderTimes } from './measures.ts'
import { tellProgress } from './progress.ts'

const sendAtOnce = 10

/** What those see who watch a burst of orders, and how well they watch. */
export class Observation {
  readonly #burst: Burst
  readonly #audience = new Audience()
  readonly #listeners: Listener[] = []
  readonly #lateness = new Lateness()
  #stopTelling = () => {}
  #sending: LatenessSeen | undefined
  #listening: LatenessSeen | undefined
  #idlePercentOfMachine = () => 100
  #machineIdlePercent = 100

  constructor(burst: Burst) {
    this.#burst = burst
  }

  /** Lets so many follow the venue as were asked for. */
  async gather(crowd: Trader): Promise<void> {
    // The first takes the seat from which all is told at once.
    this.#listeners.push(await crowd.follow({}, this.#audience.connect))
    const others = times(this.#burst.listeners - 1, () => crowd.follow({}, this.#audience.connect))
    this.#listeners.push(...(await Promise.all(others)))
  }

  get listeners(): readonly Listener[] {
    return this.#listeners
  }

  /** The one whose messages are measured. */
  get #first(): Listener {
    const [first] = this.#listeners
    must(first, 'nobody is following the venue')
    return first
  }

  /**
   * Places the orders at the same moment. In between, replies that are there already are taken: a client
   * must not be busy sending while it should note when an order was confirmed.
   */
  async place(placer: Trader): Promise<void> {
    const { orders } = this.#burst
    const first = this.#first
    const counts = { sent: 0, confirmed: 0 }
    const stop = tellProgress(() => ({ orders, ...counts, executed: countExecuted(first) }))
    this.#stopTelling = stop
    // A scenario may end before everything is heard.
    first.connection.ended.then(stop, stop)
    this.#lateness.watch()
    this.#audience.watchTheClock()
    this.#idlePercentOfMachine = watchMachine()
    let turn = Promise.resolve()
    await placer.together(
      times(orders, async (index) => {
        if (index % sendAtOnce === 0) turn = turn.then(takeWhatIsThere)
        await turn
        counts.sent += 1
        const reply = await placer.place()
        counts.confirmed += 1
        return reply
      }),
    )
    this.#sending = this.#lateness.seen()
  }

  /** Waits until the first listener has heard all, and has the others tell what they heard. */
  async hears(expected: readonly OrderStatus[], orderIds: readonly string[]): Promise<void> {
    try {
      await this.#first.receives(expected, orderIds)
    } finally {
      this.#stopTelling()
      this.#machineIdlePercent = this.#idlePercentOfMachine()
      this.#listening = await this.#audience.speak()
    }
  }

  /** What happened to each order, once all is heard. */
  timesOf(placer: Trader): OrderTimes[] {
    return measure(placer, this.#listeners)
  }

  /** Under which circumstances all of it was. */
  get circumstances(): Circumstances {
    const [sending, listening] = [this.#sending, this.#listening]
    must(sending && listening, 'the burst is not over')
    return { lateness: { sending, listening }, machineIdlePercent: this.#machineIdlePercent }
  }
}

const countExecuted = ({ received: heard }: Listener) =>
  heard.filter(({ message }: ReceivedMessage) => message.orderStatus === 'EXECUTED').length

const takeWhatIsThere = () => new Promise<void>((resolve) => setImmediate(resolve))
