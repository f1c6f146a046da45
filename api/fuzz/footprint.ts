import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type Child, startChild } from '../bench/child.ts'
import type { FuzzAnswers, Vitals } from './platform.ts'

/** papertape in a process of its own, and how it was before anybody asked it for anything. */
export interface Subject {
  readonly child: Child<FuzzAnswers>
  readonly port: number
  readonly atStart: Vitals
}

export async function startSubject(): Promise<Subject> {
  const child = startChild<FuzzAnswers>(new URL('platform.ts', import.meta.url).href)
  return { child, port: await child.ask('port'), atStart: await child.ask('vitals') }
}

/** What may be left beside the log: caches that have their bounds, such as that of replies kept by key. */
const mostBesideLogBytes = 2_000_000

/**
 * By how much a process may grow that serves nobody any more: code that was compiled meanwhile, and
 * the sources of Node's own modules, of which the one that strips types has 4 MB. A leak of 2 kB a
 * connection would show in a thorough run.
 */
const mostGrowthBytes = 32_000_000

const patienceMs = 10_000

/**
 * Holds that a platform is rid of all who came: no socket, no timer, no listener is left, and in its
 * memory there is next to nothing but its log. A venue remembers all its orders, so its heap is
 * compared with that of a venue that has the same log and was never asked for anything.
 */
export async function holdNothingIsLeft({ child, atStart }: Subject, t: TestContext) {
  const end = performance.now() + patienceMs
  let after = await child.ask('vitals')
  while (!isRid(after, atStart) && performance.now() < end) after = await child.ask('vitals')
  assert.deepEqual(after.resources, atStart.resources)
  assert.equal(after.listeners, 0)

  await child.ask('renew', { keepLog: true })
  const logAlone = await child.ask('vitals')
  await child.ask('renew', { keepLog: false })
  const anew = await child.ask('vitals')
  t.diagnostic(
    `heap: ${mb(atStart)} at the start; ${mb(after)} afterwards with ${after.position} events, ${mb(logAlone)} with the same log alone, ${mb(anew)} with none`,
  )
  t.diagnostic(`left open: ${JSON.stringify(after.resources)}, as at the start`)
  assert.ok(after.heapBytes - logAlone.heapBytes < mostBesideLogBytes, 'more is left than a log')
  assert.ok(anew.heapBytes - atStart.heapBytes < mostGrowthBytes, 'the process has grown')
}

const isRid = (vitals: Vitals, atStart: Vitals) =>
  vitals.listeners === 0 && JSON.stringify(vitals.resources) === JSON.stringify(atStart.resources)

const mb = ({ heapBytes }: Vitals) => `${(heapBytes / 1e6).toFixed(1)} MB`
