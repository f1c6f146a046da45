import { type IWorldOptions, setWorldConstructor, World } from '@cucumber/cucumber'
import type { OrderStatus } from '../../api/contract/orders.ts'
import type { VenueDraft } from '../../api/control/control-contract.ts'
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
import { Trader } from './trader.ts'
import { mainVenue, type VenueUnderTest } from './venue-under-test.ts'

const women = ['Alice', 'Carol'] as const
const men = ['Bob', 'Dave'] as const
export const names = [...women, ...men]

/** One scenario's people and what they may expect. Nothing in it outlives the scenario. */
export class TradingFloor extends World {
  readonly transcript = new Transcript()
  description: Description | undefined
  /** The seed of the venue that the scenario has to itself. */
  seed: string | undefined
  /** What came instead of what a step says. */
  failure: Failure | undefined
  /** Where it takes place, where nothing else is said. */
  venueUnderTest: VenueUnderTest = mainVenue
  /** The venues that were opened for it. */
  readonly #opened: OwnVenue[] = []
  /** In the order in which they were named, each where they were named last. */
  readonly #named = new Map<string, Trader>()
  readonly #nameless = new Map<string, Trader>()

  readonly ownSymbol = ownSymbol()

  /** How late those were themselves who asked for much at the same moment. */
  timerDelayMs = 0

  /** A burst of orders that is watched, what came of it, and of all bursts of the run so far. */
  observation: Observation | undefined
  measured: BurstRecord | undefined
  record: PerformanceRecord | undefined

  /** What a scenario adds to the reports has no secret, and nothing that a terminal acts on. */
  constructor(options: IWorldOptions) {
    const shown = (text: string) => printable(secrets.hiddenIn(text))
    const attach = (data: unknown, ...rest: unknown[]) =>
      Reflect.apply(options.attach, undefined, [
        typeof data === 'string' ? shown(data) : data,
        ...rest,
      ])
    super({ ...options, attach, log: (text) => options.log(shown(text)) })
  }

  /** The trader of that name; "she" and "he" are the woman and the man named last. */
  trader(word: string): Trader {
    const name = this.#nameMeant(word)
    const trader = this.#named.get(name) ?? this.#enter(name)
    this.#named.delete(name)
    this.#named.set(name, trader)
    return trader
  }

  /** The venue that the scenario has to itself. */
  get venue(): OwnVenue {
    return asOwn(this.venueUnderTest)
  }

  /** The venue where somebody trades, if that is one of the scenario's own. */
  venueOf({ venueUnderTest: exchange }: Trader): OwnVenue {
    return asOwn(exchange)
  }

  /** Opens a venue, which is closed when the scenario is over. */
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
    must(trader, 'nobody has been named')
    return trader
  }

  /** Everybody who did something. */
  get everybody(): Trader[] {
    return [...this.#named.values(), ...this.#nameless.values()]
  }

  /** Whoever has followed the venue. */
  get follower(): Trader {
    const follower = [...this.#named.values()].find(({ listeners }) => listeners.length > 0)
    must(follower, 'nobody is following the venue')
    return follower
  }

  /** Those who follow the venue without being named. */
  get crowd(): Trader {
    return this.#someone('The crowd')
  }

  get publishedDescription(): Description {
    must(this.description, 'the target publishes no description at /openapi.json')
    return this.description
  }

  /**
   * Waits until all listeners have heard the expected messages about each order, no more and no
   * fewer. Messages keep their order, so whoever hears of an order that is placed after that, or
   * that nothing was left out up to then, has heard all that was said before: a message doubled
   * would be among it.
   */
  async receivesExactly(
    listeners: readonly Listener[],
    expected: readonly OrderStatus[],
    orderIds: readonly string[],
    exchange = this.venueUnderTest,
  ): Promise<void> {
    for (const listener of listeners) await listener.receives(expected, orderIds)
    const bystander = this.#someone('A bystander')
    bystander.venueUnderTest = exchange
    const { orderId } = await bystander.hasPlaced()
    for (const listener of listeners) {
      await exchange.soon(() =>
        must(
          listener.messagesAbout(orderId).length > 0 || isUpToDateWith(bystander.reply, listener),
          `nothing is heard about the newer order ${orderId}`,
        ),
      )
      listener.hasReceived(expected, orderIds)
    }
  }

  /** Of those who have placed an order the one named last, for sentences about "it". */
  get placer(): Trader {
    const placer = [...this.#named.values()].findLast(({ orders }) => orders.length > 0)
    must(placer, 'nobody has placed an order')
    return placer
  }

  #someone(name: string): Trader {
    const trader = this.#nameless.get(name) ?? this.#enter(name)
    this.#nameless.set(name, trader)
    return trader
  }

  #enter(name: string): Trader {
    return new Trader(name, this)
  }

  #nameMeant(word: string): string {
    if (word !== 'she' && word !== 'he') return word
    const candidates: readonly string[] = word === 'she' ? women : men
    const name = [...this.#named.keys()].findLast((known) => candidates.includes(known))
    must(name, `nobody has been named whom "${word}" could mean`)
    return name
  }
}

function asOwn(exchange: VenueUnderTest): OwnVenue {
  must(exchange instanceof OwnVenue, 'this is no venue that the scenario has to itself')
  return exchange
}

setWorldConstructor(TradingFloor)
