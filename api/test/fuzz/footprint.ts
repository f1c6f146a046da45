import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { type Child, startChild } from '../bench/child.ts'
import type { FuzzOperations, Vitals } from './platform.ts'

/** papertape in its own process, and its vitals before the test. */
export interface Subject {
  readonly child: Child<FuzzOperations>
  readonly port: number
  readonly atStart: Vitals
}

/**
 * Starts papertape, warms it up and replaces its venue. The warm-up compiles most code; without it,
 * compiled code would count as a leak.
 */
export async function startSubject(
  warmUp: (subject: Subject) => Promise<unknown>,
): Promise<Subject> {
  const child = startChild<FuzzOperations>(new URL('platform.ts', import.meta.url).href)
  try {
    const fresh = { child, port: await child.ask('port'), atStart: await child.ask('vitals') }
    await warmUp(fresh)
    await child.ask('renew', { keepLog: false })
    const atStart = await vitalsAfterCleanup(fresh)
    return { child, port: await child.ask('port'), atStart }
  } catch (error) {
    await child.stop()
    throw error
  }
}

/** What may remain besides the log: bounded caches, such as that of replies by idempotency key. */
const maxBesideLogBytes = 2_000_000

/**
 * How much an idle process may grow: V8 recompiles code that runs often. In a thorough run, a leak of
 * 100 bytes per connection exceeds this.
 */
const maxGrowthBytes = 2_000_000

const patienceMs = 10_000

/**
 * Checks that no socket, timer or listener is left, and that memory holds little besides the log. A
 * venue keeps all its orders, so its heap is compared with that of a new venue with the same log.
 */
export async function assertOnlyTheLogIsLeft(subject: Subject, t: TestContext) {
  const { child, atStart } = subject
  const after = await vitalsAfterCleanup(subject)
  await child.ask('renew', { keepLog: true })
  const logAlone = await vitalsAfterCleanup(subject)
  await child.ask('renew', { keepLog: false })
  const renewed = await vitalsAfterCleanup(subject)
  t.diagnostic(
    `heap: ${mb(atStart)} at the start; ${mb(after)} afterwards with ${after.position} events, ${mb(logAlone)} with the same log alone, ${mb(renewed)} without`,
  )
  t.diagnostic(`left open, as at the start: ${JSON.stringify(after.resources)}`)
  assert.ok(after.heapBytes - logAlone.heapBytes < maxBesideLogBytes, 'more than the log is left')
  assert.ok(renewed.heapBytes - atStart.heapBytes < maxGrowthBytes, 'the process has grown')
}

/** Checks that no closed venue is in memory and the heap is within 10 % of its size at the start. */
export async function assertNoVenueIsLeft(subject: Subject, t: TestContext) {
  const after = await vitalsAfterCleanup(subject)
  t.diagnostic(`heap: ${mb(subject.atStart)} at the start; ${mb(after)} afterwards`)
  assert.ok(after.heapBytes < 1.1 * subject.atStart.heapBytes, 'the process has grown')
}

/**
 * The vitals once every client has left and former venues are freed. That may take a while:
 * node-server keeps a request with an incomplete body for half a second.
 */
async function vitalsAfterCleanup({ child, atStart }: Subject): Promise<Vitals> {
  const expected = { resources: atStart.resources, listeners: 0, former: 0 }
  const end = performance.now() + patienceMs
  for (;;) {
    const vitals = await child.ask('vitals')
    const { resources, listeners, former } = vitals
    const actual = { resources, listeners, former }
    if (isDeepStrictEqual(actual, expected)) return vitals
    if (performance.now() > end) assert.deepEqual(actual, expected)
  }
}

const mb = ({ heapBytes }: Vitals) => `${(heapBytes / 1e6).toFixed(1)} MB`
