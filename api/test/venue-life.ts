/** What tests of restarts share: a venue's life of generated commands, and all that can be seen of it. */
import fc from 'fast-check'
import { perEndpoint } from '../faults/latencies.ts'
import { nextPageOf, ticket, turn, watch } from './support/app.ts'
import { openControl } from './support/control.ts'
import { createTestListener } from './support/listener.ts'
import { interestIn } from './support/stream.ts'

/** What somebody asks a venue or its control for, about one of the newest orders, the newest being 0. */
export type Command =
  | { does: 'place'; symbol: string; clientOrderId?: string; key?: string; dryRun?: boolean }
  | { does: 'cancel'; nth: number; key?: string; version?: string }
  | { does: 'cancelMany'; symbol: string; key?: string }
  | { does: 'play'; act: string; nth: number; how?: object }
  | { does: 'rule'; kind: 'outcomes' | 'faults'; draft: object }
  | { does: 'pass'; byMs: number }

const key = fc.constantFrom('a', 'b', 'c')
const nth = fc.nat(5)
const symbol = fc.constantFrom('EURUSD', 'GBPUSD')
/** Few, so that much falls due at the same instant. */
const afterMs = fc.constantFrom(0, 100, 200)

const outcome = fc.oneof(
  fc.record({ does: fc.constant('execute'), afterMs }, { requiredKeys: ['does'] }),
  fc.record(
    { does: fc.constant('cancel'), afterMs, reason: fc.constant('no liquidity') },
    { requiredKeys: ['does'] },
  ),
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

/** Any of these. */
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant('place' as const), symbol }),
  },
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
      {
        does: fc.constant('cancel' as const),
        nth,
        key,
        version: fc.constantFrom('"1"', '"2"'),
      },
      { requiredKeys: ['does', 'nth'] },
    ),
  },
  fc.record(
    { does: fc.constant('cancelMany' as const), symbol, key },
    { requiredKeys: ['does', 'symbol'] },
  ),
  {
    weight: 10,
    arbitrary: fc.oneof(
      fc.record({
        does: fc.constant('play' as const),
        act: fc.constantFrom('hold', 'execute'),
        nth,
      }),
      {
        weight: 3,
        arbitrary: fc.record({
          does: fc.constant('play' as const),
          act: fc.constant('release'),
          nth,
          how: fc.record({ afterMs }, { requiredKeys: [] }),
        }),
      },
      fc.record({
        does: fc.constant('play' as const),
        act: fc.constant('cancel'),
        nth,
        how: fc.record({ reason: fc.constant('no liquidity') }, { requiredKeys: [] }),
      }),
    ),
  },
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
      {
        match,
        at: fc.constantFrom('before-commit', 'after-commit'),
        action: fc.constantFrom({ does: 'answer', status: 503 }, { does: 'delay', ms: 100 }),
        ...lifetime,
      },
      { requiredKeys: ['match', 'at', 'action'] },
    ),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('pass' as const),
      byMs: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(0, 50, 100, 1500) },
        // Until replies that were kept a day ago are kept no longer.
        fc.constantFrom(86_399_000, 86_400_000),
      ),
    }),
  },
)

/** The commands of a life, in order. */
export const lifeOf = (maxLength: number): fc.Arbitrary<Command[]> =>
  fc.array(command, { minLength: 1, maxLength, size: 'max' })

/**
 * Lets a venue live through commands, one after the other, with a restart before some of them, told
 * by their places; one place more is the end. The result is everything that was seen: replies with
 * their headers, and at the end all that can be asked, which is when market and keys are asked on.
 */
export async function live(commands: readonly Command[], restartsBefore: ReadonlySet<number>) {
  const life = createLife()
  for (const [place, command] of commands.entries()) {
    if (restartsBefore.has(place)) life.restart()
    await life.carryOut(command)
  }
  if (restartsBefore.has(commands.length)) life.restart()
  await life.lookAround()
  await life.carryOut({ does: 'pass', byMs: 5000 })
  for (const key of ['a', 'b', 'c']) {
    await life.carryOut({ does: 'place', symbol: 'EURUSD', key })
  }
  await life.lookAround()
  // Another life has another log, but only one.
  return JSON.parse(JSON.stringify(life.seen).replaceAll(life.logId, 'the log'))
}

function createLife() {
  const { send, get, remove, ask, venues, clock } = openControl()
  const { main } = venues
  main.latencies.set({
    before: perEndpoint({ valuesMs: [0, 0, 0, 50] }),
    after: undefined,
  })
  const seen: unknown[] = []
  const orderIds: string[] = []
  const orderId = (nth: number) => orderIds.at(-1 - nth) ?? 'none'

  /** Waits for an answer while time goes on, and writes down all of it. */
  async function see(what: string, asked: Response | Promise<Response>): Promise<Response> {
    const watched = watch(asked)
    for (await turn(); !watched.hasCome; await turn()) {
      const due = clock.nextDue()
      if (due !== undefined) await clock.advanceTo(due, main.requests.settled)
    }
    const reply = await watched.answer
    seen.push([what, reply.status, [...reply.headers].sort(), await reply.clone().text()])
    return reply
  }

  async function place({ symbol, clientOrderId, key, dryRun }: Command & { does: 'place' }) {
    const body = JSON.stringify({ ...ticket, symbol, clientOrderId })
    const reply = await see(
      'place',
      send(body, keyed(key), dryRun ? '/orders?dryRun=true' : '/orders'),
    )
    if (reply.status !== 201) return
    const { orderId } = (await reply.json()) as { orderId: string }
    if (!orderIds.includes(orderId)) orderIds.push(orderId)
  }

  async function carryOut(command: Command): Promise<unknown> {
    switch (command.does) {
      case 'place':
        return place(command)
      case 'cancel': {
        const { nth, key, version } = command
        const headers = { ...keyed(key), ...(version && { 'if-match': version }) }
        return see('cancel', remove(`/orders/${orderId(nth)}`, headers))
      }
      case 'cancelMany': {
        const { symbol, key } = command
        return see('cancelMany', remove(`/orders?orderStatus=PENDING&symbol=${symbol}`, keyed(key)))
      }
      case 'play': {
        const { act, nth, how } = command
        return see(act, ask('POST', `/venues/main/orders/${orderId(nth)}/${act}`, how))
      }
      case 'rule':
        return see('rule', ask('POST', `/venues/main/${command.kind}`, command.draft))
      case 'pass':
        return see('pass', ask('POST', '/venues/main/clock/advance', { byMs: command.byMs }))
    }
  }

  async function lookAround(): Promise<void> {
    const { position } = main.venue
    for (const path of ['', '/outcomes', '/faults', '/log/digest']) {
      await see(path, ask('GET', `/venues/main${path}`))
    }
    await see('log', get('/log?from=0&limit=1000'))
    for (let at = 0; at <= position; at++) {
      let page: string | undefined = `/orders?at=${at}&limit=3`
      while (page !== undefined) page = nextPageOf(await see(page, get(page)))
      seen.push([at, hear(at)])
    }
    for (const id of orderIds) {
      await see(id, get(`/orders/${id}`))
      await see(id, get(`/orders/${id}/events`))
    }
  }

  /** What one hears who comes back to the stream. */
  function hear(after: number) {
    const listener = createTestListener()
    main.stream.subscribe(listener, interestIn(after))()
    return listener.messages
  }

  return { seen, logId: main.venue.logId, carryOut, lookAround, restart: main.restart }
}

const keyed = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { 'idempotency-key': key }
