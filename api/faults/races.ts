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
  type SetupRecords,
  type Tell,
  type Venue,
} from '../../engine/index.ts'
import {
  matchesRequest,
  orderFields,
  type RequestMatch,
  type RequestSubject,
  requestFields,
} from './request-match.ts'

/** What comes first when an order is cancelled and executed at the same instant. */
export type Racer = 'execution' | 'cancellation'

/** The winner that a race rule names; `seeded` draws it from the venue's seed. */
export type Winner = Racer | 'seeded'

/** The orders that a race applies to. */
export type RaceMatch = Omit<RequestMatch, 'endpoint' | 'orderStatus'>

/** The outcome of a race. */
export interface RaceResult {
  readonly orderId: string
  readonly winner: Racer
  readonly decidedAt: Instant
}

/** A race rule. */
export interface Race extends Rule<RaceMatch, Winner> {
  /** Undefined until the race has been run. */
  readonly result: RaceResult | undefined
}

type RaceRules = Rules<RequestMatch, RequestSubject, Winner>

/** The races of a venue. Each runs once, at the first cancel of a PENDING order that matches. */
export interface Races extends Pick<RaceRules, 'size' | 'remove' | 'tellUntested'> {
  add(match: RaceMatch, winner: Winner): Race
  list(): readonly Race[]
  clear(): void
  /**
   * Cancels an order for its trader: `venue.cancel`, together with an execution if a race matches. `tell`
   * gets a verdict on each race if the order exists.
   */
  cancel(
    venue: Venue,
    orderId: string,
    options?: Parameters<Venue['cancel']>[1],
    tell?: Tell<RequestMatch, Winner>,
  ): ReturnType<Venue['cancel']>
}

/** The requests that race. */
const endpoint = 'DELETE /orders/{orderId}'

/** Creates the races of a venue: those in `records`, or none. */
export function createRaces(clock: Clock, chance: Chance, records?: SetupRecords): Races {
  const rules: RaceRules = createRules({
    clock,
    chance,
    purpose: 'race',
    matches: matchesRequest,
    fieldsOf: requestFields,
    implied: { endpoint, orderStatus: 'PENDING' },
    records,
  })
  const results = new Map<string, RaceResult>()
  for (const { id } of rules.list()) {
    const result = records?.get(resultName(id))
    // Written by `run`.
    if (result) results.set(id, result as RaceResult)
  }

  // The key names the order, so the draw does not depend on how requests interleave.
  const drawn = ({ orderId, ticket }: Order): Racer =>
    chance.fraction('race', ticket.clientOrderId ?? orderId) < 0.5 ? 'execution' : 'cancellation'

  const run: Races['cancel'] = (venue, orderId, options, tell) => {
    const order = venue.find(orderId)
    const race = isRefusal(order)
      ? undefined
      : rules.first({ endpoint, ...orderFields(order) }, orderId, tell)
    if (isRefusal(order) || !race) return venue.cancel(orderId, options)
    const winner = race.action === 'seeded' ? drawn(order) : race.action
    const answer =
      winner === 'execution' ? tooLate(venue, orderId, options) : inTime(venue, orderId, options)
    // The order is final: if the cancel fails its precondition, the execution succeeds.
    const result = resultOf(venue.find(orderId) as ExecutedOrder | CancelledOrder)
    results.set(race.id, result)
    records?.note(resultName(race.id), result)
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
      if (results.has(id)) records?.delete(resultName(id))
      results.delete(id)
      return rules.remove(id)
    },
    clear() {
      for (const id of results.keys()) records?.delete(resultName(id))
      results.clear()
      rules.clear()
    },
    tellUntested: rules.tellUntested,
    cancel: (venue, orderId, options, tell) =>
      rules.size === 0 ? venue.cancel(orderId, options) : run(venue, orderId, options, tell),
  }
}

const resultName = (id: string) => `race-result ${id}`

/** Executes an order, then cancels it. */
const tooLate: Races['cancel'] = (venue, orderId, options) => {
  venue.execute(orderId)
  return venue.cancel(orderId, options)
}

/** Cancels an order, then executes it. */
const inTime: Races['cancel'] = (venue, orderId, options) => {
  const answer = venue.cancel(orderId, options)
  venue.execute(orderId)
  return answer
}

/** Reads the winner from the order: a cancel whose precondition fails loses even if it was to win. */
function resultOf(order: ExecutedOrder | CancelledOrder): RaceResult {
  const { orderId } = order
  switch (order.orderStatus) {
    case 'EXECUTED':
      return { orderId, winner: 'execution', decidedAt: order.executedAt }
    case 'CANCELLED':
      return { orderId, winner: 'cancellation', decidedAt: order.cancelledAt }
  }
}
