/** Generated commands for a venue, and everything that a client can see of their effects. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createVirtualClock, type VirtualClock } from '../../engine/index.ts'
import { perEndpoint } from '../faults/latencies.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import { createVenueTime } from '../venues/venue-time.ts'
import type { StorePlace } from './stores/store-suite.ts'
import { nextPageOf, ticket, turn, watch } from './support/app.ts'
import { openControl } from './support/control.ts'
import { openDurable } from './support/durable.ts'
import { createTestListener } from './support/listener.ts'
import { subscriptionRequest } from './support/stream.ts'

/** A request to a venue or its control API. `nth` selects an order; the newest is 0. */
export type Command =
  | { does: 'place'; symbol: string; clientOrderId?: string; key?: string; dryRun?: boolean }
  | { does: 'cancel'; nth: number; key?: string; version?: string }
  | { does: 'cancelMany'; symbol: string; key?: string }
  | { does: 'market'; operation: string; nth: number; body?: object }
  | { does: 'rule'; kind: 'outcomes' | 'faults'; draft: object }
  | { does: 'advance'; byMs: number }

const key = fc.constantFrom('a', 'b', 'c')
const nth = fc.nat(5)
const symbol = fc.constantFrom('EURUSD', 'GBPUSD')
/** Few values, so that much falls due at the same instant. */
const afterMs = fc.constantFrom(0, 100, 200)
const reason = fc.constant('no liquidity')

const outcome = fc.oneof(
  fc.record({ does: fc.constant('execute'), afterMs }, { requiredKeys: ['does'] }),
  fc.record({ does: fc.constant('cancel'), afterMs, reason }, { requiredKeys: ['does'] }),
  fc.record({ does: fc.constant('hold') }),
)
const match = fc.record(
  { symbol, nth: fc.integer({ min: 1, max: 4 }), probability: fc.constantFrom(0.3, 0.7) },
  { requiredKeys: [] },
)
const lifetime = {
  times: fc.integer({ min: 1, max: 3 }),
  expiresAt: fc.constantFrom('2026-01-01T00:00:01.000Z', '2026-01-01T00:00:03.000Z'),
}
const at = fc.constantFrom('before-commit', 'after-commit')
const action = fc.constantFrom({ does: 'answer', status: 503 }, { does: 'delay', ms: 100 })

const marketActionOf = (operation: 'hold' | 'execute' | 'release' | 'cancel', body?: object) => ({
  does: fc.constant('market' as const),
  operation: fc.constant(operation),
  nth,
  ...(body && { body: fc.record(body, { requiredKeys: [] }) }),
})

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('place' as const), symbol }) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        does: fc.constant('place' as const),
        symbol,
        clientOrderId: fc.nat(9).map((n) => `alice-${n}`),
        key,
        dryRun: fc.constant(true),
      },
      { requiredKeys: ['does', 'symbol'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { does: fc.constant('cancel' as const), nth, key, version: fc.constantFrom('"1"', '"2"') },
      { requiredKeys: ['does', 'nth'] },
    ),
  },
  fc.record(
    { does: fc.constant('cancelMany' as const), symbol, key },
    { requiredKeys: ['does', 'symbol'] },
  ),
  { weight: 1, arbitrary: fc.record(marketActionOf('hold')) },
  { weight: 1, arbitrary: fc.record(marketActionOf('execute')) },
  { weight: 6, arbitrary: fc.record(marketActionOf('release', { afterMs })) },
  { weight: 2, arbitrary: fc.record(marketActionOf('cancel', { reason })) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('rule' as const),
      kind: fc.constant('outcomes' as const),
      draft: fc.record({ match, outcome, ...lifetime }, { requiredKeys: ['match', 'outcome'] }),
    }),
  },
  fc.record({
    does: fc.constant('rule' as const),
    kind: fc.constant('faults' as const),
    draft: fc.record(
      { match, at, action, ...lifetime },
      { requiredKeys: ['match', 'at', 'action'] },
    ),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('advance' as const),
      byMs: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(0, 50, 100, 1500) },
        // Just below and at the lifetime of a reply that is kept for its key.
        fc.constantFrom(86_399_000, 86_400_000),
      ),
    }),
  },
)

export const commandsOf = (maxLength: number): fc.Arbitrary<Command[]> =>
  fc.array(command, { minLength: 1, maxLength, size: 'max' })

/** How a venue in memory is disturbed. */
export type Disturb = (venue: HostedVenue) => Promise<unknown>

/**
 * Runs commands one after the other on a new venue. The venue restarts before the commands at some
 * indices; the index after the last command means the end. Returns every reply with its headers. At
 * the end it adds everything that can be read, twice: before and after more time, orders and keys.
 */
export async function run(
  commands: readonly Command[],
  restartsBefore: ReadonlySet<number>,
  createPlace?: () => Promise<StorePlace>,
  disturb: Disturb = (venue) => venue.restart(),
) {
  const place = await createPlace?.()
  const life = createLife(place ? await openStored(place) : openInMemory(disturb))
  for (const [index, command] of commands.entries()) {
    if (restartsBefore.has(index)) await life.restart()
    await life.execute(command)
  }
  if (restartsBefore.has(commands.length)) await life.restart()
  await life.readAll()
  await life.execute({ does: 'advance', byMs: 5000 })
  for (const key of ['a', 'b', 'c']) {
    await life.execute({ does: 'place', symbol: 'EURUSD', key })
  }
  await life.readAll()
  await life.close()
  await place?.clear()
  // Log ids differ between runs, but within a run there is only one.
  return JSON.parse(JSON.stringify(life.seen).replaceAll(life.logId, 'the log'))
}

/** A platform, and how its main venue crashes or a stored one is stopped and loaded. */
interface Running extends Pick<ReturnType<typeof openControl>, 'send' | 'get' | 'remove' | 'ask'> {
  readonly main: HostedVenue
  readonly clock: VirtualClock
  readonly isStored: boolean
  /** Waits until the venue accepts commands, if its commits fail. */
  isUp(): Promise<void>
  restart(): Promise<Running>
  close(): Promise<void>
}

function openInMemory(disturb: Disturb): Running {
  const platform = openControl()
  const { main } = platform.venues
  main.latencies.set({ before: perEndpoint({ valuesMs: [0, 0, 0, 50] }), after: undefined })
  const running: Running = {
    ...platform,
    main,
    isStored: false,
    isUp: async () => {},
    async restart() {
      await disturb(main)
      return running
    },
    close: main.close,
  }
  return running
}

async function openStored(place: StorePlace): Promise<Running> {
  const time = createVenueTime({ mode: 'held' }, createVirtualClock())
  // The first commit may fail.
  const open = () => openDurable(place, { time }).catch(() => openDurable(place, { time }))
  const platform = await open()
  const { main } = platform.venues
  assert.equal(main.time.mode, 'held')
  return {
    ...platform,
    main,
    clock: main.time.clock as VirtualClock,
    isStored: true,
    async restart() {
      await platform.close()
      return openStored(place)
    },
  }
}

function createLife(started: Running) {
  let running = started
  const { logId } = running.main.venue
  const seen: unknown[] = []
  const orderIds: string[] = []
  const orderId = (nth: number) => orderIds.at(-1 - nth) ?? 'none'

  /** Advances time until a reply comes, and records the reply. */
  async function see(name: string, pending: Response | Promise<Response>): Promise<Response> {
    const watched = watch(pending)
    const { clock, main, isUp } = running
    /** Only time can bring the reply: it does not wait for a commit. */
    const settled = async () => {
      do await turn()
      while (await main.commitsSettled())
    }
    for (await settled(); !watched.hasCome; await settled()) {
      const due = clock.nextDue()
      if (due === undefined) continue
      await clock.advanceTo(due, main.requests.settled)
      main.keepTime()
    }
    const reply = await watched.answer
    await isUp()
    seen.push([name, reply.status, [...reply.headers].sort(), await reply.clone().text()])
    return reply
  }

  async function place({ symbol, clientOrderId, key, dryRun }: Command & { does: 'place' }) {
    const body = JSON.stringify({ ...ticket, symbol, clientOrderId })
    const path = dryRun ? '/orders?dryRun=true' : '/orders'
    const reply = await see('place', running.send(body, keyed(key), path))
    if (reply.status !== 201) return
    const { orderId } = (await reply.json()) as { orderId: string }
    if (!orderIds.includes(orderId)) orderIds.push(orderId)
  }

  async function execute(command: Command): Promise<unknown> {
    switch (command.does) {
      case 'place':
        return place(command)
      case 'cancel': {
        const { nth, key, version } = command
        const headers = { ...keyed(key), ...(version && { 'if-match': version }) }
        return see('cancel', running.remove(`/orders/${orderId(nth)}`, headers))
      }
      case 'cancelMany': {
        const { symbol, key } = command
        return see(
          'cancelMany',
          running.remove(`/orders?orderStatus=PENDING&symbol=${symbol}`, keyed(key)),
        )
      }
      case 'market': {
        const { operation, nth, body } = command
        const path = `/venues/main/orders/${orderId(nth)}/${operation}`
        return see(operation, running.ask('POST', path, body))
      }
      case 'rule':
        return see(
          'rule',
          running.ask('POST', `/venues/main/${command.kind}`, draftOf(command, running)),
        )
      case 'advance':
        return see(
          'advance',
          running.ask('POST', '/venues/main/clock/advance', { byMs: command.byMs }),
        )
    }
  }

  async function readAll(): Promise<void> {
    const { ask, get } = running
    const { position } = running.main.venue
    for (const path of ['', '/outcomes', '/faults', '/log/digest']) {
      await see(path, ask('GET', `/venues/main${path}`))
    }
    await see('log', get('/log?from=0&limit=1000'))
    for (let at = 0; at <= position; at++) {
      let page: string | undefined = `/orders?at=${at}&limit=3`
      while (page !== undefined) page = nextPageOf(await see(page, get(page)))
      seen.push([at, messagesAfter(at)])
    }
    for (const id of orderIds) {
      await see(id, get(`/orders/${id}`))
      await see(id, get(`/orders/${id}/events`))
    }
  }

  /** What a client receives that resumes after a position. */
  function messagesAfter(position: number) {
    const listener = createTestListener()
    running.main.stream.subscribe(listener, subscriptionRequest(position))()
    return listener.messages
  }

  return {
    seen,
    logId,
    execute,
    readAll,
    close: () => running.close(),
    async restart() {
      running = await running.restart()
    },
  }
}

/** Another process counts requests anew, so the draws for faults of requests differ. */
function draftOf({ kind, draft }: Command & { does: 'rule' }, { isStored }: Running): object {
  if (!isStored || kind !== 'faults' || !('match' in draft)) return draft
  return { ...draft, match: { ...(draft.match as object), probability: 1 } }
}

const keyed = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { 'idempotency-key': key }
