import { type IWorldOptions, setWorldConstructor, World } from '@cucumber/cucumber'
import type { OrderStatus } from '../../api/contract/orders.ts'
import type { VenueDraft } from '../../api/control/control-contract.ts'
import { Lateness } from '../performance/lateness.ts'
import { watchMachine } from '../performance/machine.ts'
import type { Observation } from '../performance/observation.ts'
import type { BurstRecord, PerformanceRecord } from '../performance/record.ts'
import type { Failure } from '../reports/evidence/evidence.ts'
import { secrets } from '../reports/evidence/secrets.ts'
import { Transcript } from '../reports/evidence/transcript.ts'
import { isUpToDateWith } from './claim-checks.ts'
import type { Description } from './conformance.ts'
import type { Listener } from './listener.ts'
import { must } from './must.ts'
import { OwnVenue } from './own-venue.ts'
import { printable } from './printable.ts'
import { ownSymbol } from './tickets.ts'
import { checkTiming, type Timing, whyBusy } from './timing.ts'
import { Trader } from './trader.ts'
import { mainVenue, type VenueUnderTest } from './venue-under-test.ts'

const women = ['Alice', 'Carol'] as const
const men = ['Bob', 'Dave'] as const
export const names = [...women, ...men]

/** The world of one scenario: its traders, its venues and what it has observed. */
export class TradingFloor extends World {
  readonly transcript = new Transcript()
  description: Description | undefined
  /** The seed of the scenario's own venue. */
  seed: string | undefined
  /** How a step failed. */
  failure: Failure | undefined
  /** The venue that traders use unless a step gives them another. */
  venueUnderTest: VenueUnderTest = mainVenue
  readonly #opened: OwnVenue[] = []
  /** The traders that the steps name, most recently named last. */
  readonly #named = new Map<string, Trader>()
  readonly #nameless = new Map<string, Trader>()

  readonly ownSymbol = ownSymbol()

  readonly #lateness = new Lateness()
  #idlePercent = () => 100

  /** How late the timers of this process fired while it sent the last requests. */
  timerDelayMs = 0

  /** What the scenario measured last, and how to measure it again. */
  timing: Timing | undefined

  /** Measures from now on how late the timers of this thread fire, and how busy the machine is. */
  watchTimers(): void {
    this.#idlePercent = watchMachine()
    this.#lateness.watch()
  }

  /** Ends that measurement; `again` measures the same once more. */
  noteTiming(again: () => Promise<unknown>): void {
    const { maxMs, p99Ms } = this.#lateness.seen()
    this.timerDelayMs = maxMs
    this.timing = {
      whyBusy: whyBusy(p99Ms, this.#idlePercent()),
      repeat: () => this.measure(again),
    }
  }

  /** Does what is to be measured; `again` does it once more. */
  async measure(act: () => Promise<unknown>, again = act): Promise<void> {
    this.watchTimers()
    try {
      await act()
    } finally {
      this.noteTiming(again)
    }
  }

  /** Checks a time that the scenario measured; the machine may have been too busy for a verdict. */
  checkTiming(check: () => void): Promise<void> {
    return checkTiming(() => this.timing, check)
  }

  /**
   * The burst of orders that is observed, its measurements, and those of all bursts of the run so
   * far.
   */
  observation: Observation | undefined
  measured: BurstRecord | undefined
  record: PerformanceRecord | undefined

  /**
   * Hides secrets and terminal control characters in everything that a scenario attaches or logs.
   */
  constructor(options: IWorldOptions) {
    const shown = (text: string) => printable(secrets.hiddenIn(text))
    const attach = (data: unknown, ...rest: unknown[]) =>
      Reflect.apply(options.attach, undefined, [
        typeof data === 'string' ? shown(data) : data,
        ...rest,
      ])
    super({ ...options, attach, log: (text) => options.log(shown(text)) })
  }

  /**
   * The trader of that name, created on first use. "she" and "he" are the last woman and man named.
   */
  trader(word: string): Trader {
    const name = this.#nameFor(word)
    const trader = this.#named.get(name) ?? new Trader(name, this)
    this.#named.delete(name)
    this.#named.set(name, trader)
    return trader
  }

  /** The scenario's own venue; throws if it runs in the main one. */
  get venue(): OwnVenue {
    return asOwn(this.venueUnderTest)
  }

  /** The trader's venue; throws if it is the main one. */
  venueOf({ venueUnderTest }: Trader): OwnVenue {
    return asOwn(venueUnderTest)
  }

  /** Opens a venue. It is closed when the scenario is over. */
  async open(draft?: VenueDraft): Promise<OwnVenue> {
    const venue = await OwnVenue.open(this.transcript, draft)
    this.#opened.push(venue)
    return venue
  }

  async closeVenues(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((venue) => venue.close()))
  }

  get lastNamed(): Trader {
    const trader = [...this.#named.values()].at(-1)
    must(trader, 'no step has named a trader')
    return trader
  }

  /** Every trader of the scenario, named or not. */
  get everybody(): Trader[] {
    return [...this.#named.values(), ...this.#nameless.values()]
  }

  /** Why streams to its traders were cut off. */
  get floods(): string[] {
    const listeners = this.everybody.flatMap((trader) => trader.listeners)
    return [...new Set(listeners.flatMap(({ flood }) => flood ?? []))]
  }

  /** The first named trader with a subscription. */
  get follower(): Trader {
    const follower = [...this.#named.values()].find(({ listeners }) => listeners.length > 0)
    must(follower, 'no trader is following the venue')
    return follower
  }

  /** A trader without a name, who holds the subscriptions of an audience. */
  get crowd(): Trader {
    return this.#nobody('The crowd')
  }

  get publishedDescription(): Description {
    must(this.description, 'the target publishes no description at /openapi.json')
    return this.description
  }

  /**
   * Waits until every listener has received exactly the expected messages about each order. To know
   * that no further message follows, it places a newer order and waits for the message about it, or
   * for a heartbeat that covers it: messages arrive in order, so a duplicate would have come
   * before.
   */
  async receivesExactly(
    listeners: readonly Listener[],
    expected: readonly OrderStatus[],
    orderIds: readonly string[],
    venueUnderTest = this.venueUnderTest,
  ): Promise<void> {
    for (const listener of listeners) await listener.receives(expected, orderIds)
    const bystander = this.#nobody('A bystander')
    bystander.venueUnderTest = venueUnderTest
    const { orderId } = await bystander.hasPlaced()
    for (const listener of listeners) {
      await venueUnderTest.soon(() =>
        must(
          listener.messagesAbout(orderId).length > 0 || isUpToDateWith(bystander.reply, listener),
          `a message about the newer order ${orderId} should be received, but none was`,
        ),
      )
      listener.hasReceived(expected, orderIds)
    }
  }

  /** The last named trader who has placed an order: the owner of "it". */
  get placer(): Trader {
    const placer = [...this.#named.values()].findLast(({ orders }) => orders.length > 0)
    must(placer, 'no trader has placed an order')
    return placer
  }

  #nobody(name: string): Trader {
    const trader = this.#nameless.get(name) ?? new Trader(name, this)
    this.#nameless.set(name, trader)
    return trader
  }

  #nameFor(word: string): string {
    if (word !== 'she' && word !== 'he') return word
    const candidates: readonly string[] = word === 'she' ? women : men
    const name = [...this.#named.keys()].findLast((known) => candidates.includes(known))
    must(name, `"${word}" refers to no trader that a step has named`)
    return name
  }
}

function asOwn(venue: VenueUnderTest): OwnVenue {
  must(venue instanceof OwnVenue, 'the scenario runs in the main venue, not in one of its own')
  return venue
}

setWorldConstructor(TradingFloor)
