import {
  type CancelledOrder,
  type Chance,
  type Clock,
  createRules,
  type ExecutedOrder,
  type Instant,
  isRefusal,
  type Order,
  type Rule,
  type Rules,
  type Venue,
} from '../../engine/index.ts'
import { matchesRequest, type RequestMatch } from './request-match.ts'

/** Who comes first when a cancel and the execution of an order meet at the same instant. */
export type Racer = 'execution' | 'cancellation'

/** Who is to win a race; `seeded` leaves it to chance, which follows from the seed. */
export type Winner = Racer | 'seeded'

/** Whose cancel is to meet the execution of its order. */
export type RaceMatch = Omit<RequestMatch, 'endpoint'>

/** What came of a race. */
export interface RaceResult {
  readonly orderId: string
  readonly winner: Racer
  readonly decidedAt: Instant
}

/** A race that is staged, and what came of it once it was run. */
export interface Race extends Rule<RaceMatch, Winner> {
  readonly result: RaceResult | undefined
}

type RaceRules = Rules<RaceMatch, Order, Winner>

/** The races that are staged at a venue: each is run once, by the first cancel of a PENDING order that fits. */
export interface Races extends Pick<RaceRules, 'size' | 'remove'> {
  add(match: RaceMatch, winner: Winner): Race
  list(): readonly Race[]
  clear(): void
  /** Cancels an order as its trader does: what `venue.cancel` does, unless a race is staged for it. */
  cancel(
    venue: Venue,
    orderId: string,
    options?: Parameters<Venue['cancel']>[1],
  ): ReturnType<Venue['cancel']>
}

/** Creates the races of a venue, none yet. */
export function createRaces(clock: Clock, chance: Chance): Races {
  const rules: RaceRules = createRules({
    clock,
    chance,
    purpose: 'race',
    matches: (match, { orderId, orderStatus, ticket: { symbol, clientOrderId } }) =>
      orderStatus === 'PENDING' &&
      matchesRequest(match, {
        endpoint: 'DELETE /orders/{orderId}',
        orderId,
        symbol,
        clientOrderId,
      }),
  })
  const results = new Map<string, RaceResult>()

  /** The same for the same order, however requests interleave: its id follows from how many came before. */
  const drawn = ({ orderId, ticket }: Order): Racer =>
    chance.fraction('race', ticket.clientOrderId ?? orderId) < 0.5 ? 'execution' : 'cancellation'

  const run: Races['cancel'] = async (venue, orderId, options) => {
    const order = venue.find(orderId)
    const race = isRefusal(order) ? undefined : rules.first(order, orderId)
    if (isRefusal(order) || !race) return venue.cancel(orderId, options)
    const winner = race.action === 'seeded' ? drawn(order) : race.action
    // Whoever is second comes before anything else can happen: a command acts before it is waited for.
    const early = winner === 'execution' ? venue.execute(orderId) : undefined
    const cancelled = venue.cancel(orderId, options)
    const late = early ?? venue.execute(orderId)
    const [answer] = await Promise.all([cancelled, late])
    results.set(race.id, resultOf(venue.find(orderId) as ExecutedOrder | CancelledOrder))
    return answer
  }

  return {
    get size() {
      return rules.size
    },
    add: (match, winner) => ({
      ...rules.add({ match, action: winner, times: 1 }),
      result: undefined,
    }),
    list: () => rules.list().map((rule) => ({ ...rule, result: results.get(rule.id) })),
    remove(id) {
      results.delete(id)
      return rules.remove(id)
    },
    clear() {
      results.clear()
      rules.clear()
    },
    cancel: (venue, orderId, options) =>
      rules.size === 0 ? venue.cancel(orderId, options) : run(venue, orderId, options),
  }
}

/** What came of it is told by the order: a cancel that makes conditions may have lost where it was to win. */
function resultOf(order: ExecutedOrder | CancelledOrder): RaceResult {
  const { orderId } = order
  switch (order.orderStatus) {
    case 'EXECUTED':
      return { orderId, winner: 'execution', decidedAt: order.executedAt }
    case 'CANCELLED':
      return { orderId, winner: 'cancellation', decidedAt: order.cancelledAt }
  }
}
