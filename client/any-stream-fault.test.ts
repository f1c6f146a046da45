import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type Arbitrary,
  array,
  asyncProperty,
  assert as check,
  constantFrom,
  integer,
  oneof,
  record,
} from 'fast-check'
import type { OrderEvent } from '../api/contract/orders.ts'
import type { OrderMessage } from '../api/contract/stream.ts'
import { createSimulator, type Simulator } from '../api/package.ts'
import { openClient } from '../api/test/support/open-client.ts'
import { until } from '../api/test/support/platform.ts'

const runs = Number(process.env.CLIENT_RUNS ?? 10)
const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 } as const

const fault = record({
  action: oneof(
    constantFrom({ does: 'drop' }, { does: 'duplicate' }, { does: 'swap' }, { does: 'cut' }),
    record({ does: constantFrom('delay', 'stall'), ms: integer({ min: 0, max: 2000 }) }),
    record({ does: constantFrom('close'), code: constantFrom(1000, 1001, 1012, 4008, 4009) }),
  ),
  times: integer({ min: 1, max: 3 }),
})

const step = oneof(
  { weight: 3, arbitrary: record({ fault }) },
  { weight: 3, arbitrary: record({ place: integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: record({ advance: integer({ min: 0, max: 2000 }) }) },
  { weight: 1, arbitrary: record({ crash: constantFrom('restart', 'takeOver') }) },
)
const steps = array(step, { minLength: 1, maxLength: 12 })

type Step = typeof step extends Arbitrary<infer S> ? S : never
type Opened = Awaited<ReturnType<typeof openClient>>

async function take(step: Step, { client, venue }: Opened): Promise<void> {
  if ('fault' in step) await venue.streamFaults.add(step.fault)
  else if ('advance' in step) await venue.advance({ byMs: step.advance })
  else if ('crash' in step) await venue[step.crash]()
  else for (let nth = 0; nth < step.place; nth++) await client.place(ticket)
}

let simulator: Simulator
before(async () => {
  simulator = await createSimulator()
})
after(() => simulator.close())

const shown = ({ position, orderId, occurredAt }: OrderEvent | OrderMessage) =>
  `${position} ${orderId} ${occurredAt}`

test('Whatever happens to the stream, a collector ends with every event once, in order', async () => {
  const property = asyncProperty(constantFrom('websocket', 'sse'), steps, async (over, steps) => {
    const opened = await openClient(simulator)
    const { client, venue, events } = opened
    const settings = { over, retryMs: 1, heartbeatMs: 100, silenceMs: 60_000 } as const
    await using collector = await client.collect(settings)
    for (const step of [...steps, { place: 1 }]) await take(step, opened)
    await venue.advance({ untilIdle: true })
    const log = await events()
    await until(async () => {
      // A heartbeat finds what is missing at the end.
      await venue.advance({ byMs: 100 })
      return collector.messages().length >= log.length
    })

    assert.deepEqual(collector.messages().map(shown), log.map(shown))
    await venue.close()
  })
  await check(property, { numRuns: runs })
})
