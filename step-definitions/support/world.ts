import assert from 'node:assert/strict'
import { setWorldConstructor, World } from '@cucumber/cucumber'
import type { OrderStatus } from '../../api/contract.ts'
import { transcriptName } from './attachments.ts'
import type { Description } from './conformance.ts'
import { eventually } from './eventually.ts'
import type { Listener } from './listener.ts'
import { replyWithinMs } from './settings.ts'
import { ownSymbol } from './tickets.ts'
import { Trader } from './trader.ts'
import { Transcript } from './transcript.ts'

const women = ['Alice', 'Carol'] as const
const men = ['Bob', 'Dave'] as const
export const names = [...women, ...men]
const bystander = 'A bystander'

/** One scenario's people and what they may expect. Nothing in it outlives the scenario. */
export class TradingFloor extends World {
  readonly transcript = new Transcript()
  description: Description | undefined
  readonly #traders = new Map<string, Trader>()

  readonly ownSymbol = ownSymbol()

  /** The trader of that name; "she" and "he" are the woman and the man named last. */
  trader(word: string): Trader {
    const name = this.#named(word)
    const trader = this.#traders.get(name) ?? new Trader(name, this.description, this.transcript)
    this.#traders.delete(name)
    this.#traders.set(name, trader)
    return trader
  }

  get lastNamed(): Trader {
    const trader = this.traders.at(-1)
    if (!trader) throw new Error('nobody has been named')
    return trader
  }

  /** Everybody named so far, the one named last at the end. */
  get traders(): Trader[] {
    return [...this.#traders.values()]
  }

  /** Whoever has followed the venue. */
  get follower(): Trader {
    const follower = this.traders.find(({ listeners }) => listeners.length > 0)
    assert.ok(follower, 'nobody is following the venue')
    return follower
  }

  /** Those who follow the venue without being named. */
  get crowd(): Trader {
    return this.trader('The crowd')
  }

  get publishedDescription(): Description {
    assert.ok(this.description, 'the target publishes no description at /openapi.json')
    return this.description
  }

  /**
   * Waits until all listeners have heard the expected messages about each order, no more and no
   * fewer. Messages keep their order, so whoever hears of an order that is placed after that has
   * heard all that was said before: a message doubled would be among it.
   */
  async hearsExactly(
    listeners: readonly Listener[],
    expected: readonly OrderStatus[],
    orderIds: readonly string[],
  ): Promise<void> {
    for (const listener of listeners) await listener.hears(expected, orderIds)
    const { orderId } = await this.trader(bystander).hasPlaced()
    for (const listener of listeners) {
      await eventually(replyWithinMs, () => assert.ok(listener.about(orderId).length > 0))
      listener.hasHeard(expected, orderIds)
    }
  }

  /** Whoever placed the order that was confirmed last, for sentences about "it". */
  get placer(): Trader {
    const placer = this.traders.findLast(
      ({ name, orders }) => name !== bystander && orders.length > 0,
    )
    if (!placer) throw new Error('nobody has placed an order')
    return placer
  }

  /** Puts what was sent, answered and heard into the report. */
  attachTranscript(): void {
    const ownOrderIds = new Set(this.traders.flatMap(({ orderIds }) => orderIds))
    const text = this.transcript.render(ownOrderIds)
    this.attach(text, { mediaType: 'text/plain', fileName: transcriptName })
  }

  #named(word: string): string {
    const candidates: readonly string[] = word === 'she' ? women : word === 'he' ? men : [word]
    const name = [...this.#traders.keys()].findLast((known) => candidates.includes(known))
    if (word === 'she' || word === 'he') {
      if (!name) throw new Error(`nobody has been named whom "${word}" could mean`)
      return name
    }
    return word
  }
}

setWorldConstructor(TradingFloor)
