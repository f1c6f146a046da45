import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type Child, startChild } from '../bench/child.ts'
import type { FuzzAnswers, Vitals } from './platform.ts'

/** papertape in a process of its own, and how it was before it was tried. */
export interface Subject {
  readonly child: Child<FuzzAnswers>
  readonly port: number
  readonly atStart: Vitals
}

export async function startSubject(): Promise<Subject> {
  const child = startChild<FuzzAnswers>(new URL('platform.ts', import.meta.url).href)
  return { child, port: await child.ask('port'), atStart: await child.ask('vitals') }
}

/**
 * Begins anew with a subject that was used a little: code that is run for the first time is compiled,
 * and that is no leak. So one that runs is compared with one that has run.
 */
export async function startAnew(subject: Subject): Promise<Subject> {
  const { child } = subject
  await child.ask('renew', { keepLog: false })
  const atStart = await ridOfAll(subject)
  return { child, port: await child.ask('port'), atStart }
}

/** What may be left beside the log: caches that have their bounds, such as that of replies kept by key. */
const mostBesideLogBytes = 2_000_000

/**
 * By how much a process may grow that serves nobody any more: code that runs often is compiled once
 * more, to run faster. A leak of 100 bytes a connection shows in a thorough run.
 */
const mostGrowthBytes = 2_000_000

const patienceMs = 10_000

/**
 * Holds that a platform is rid of all who came: no socket, no timer, no listener is left, and in its
 * memory there is next to nothing but its log. A venue remembers all its orders, so its heap is
 * compared with that of a venue that has the same log and was never asked for anything.
 */
export async function holdNothingIsLeft(subject: Subject, t: TestContext) {
  const { child, atStart } = subject
  const after = await ridOfAll(subject)
  await child.ask('renew', { keepLog: true })
  const logAlone = await ridOfAll(subject)
  await child.ask('renew', { keepLog: false })
  const anew = await ridOfAll(subject)
  t.diagnostic(
    `heap: ${mb(atStart)} at the start; ${mb(after)} afterwards with ${after.position} events, ${mb(logAlone)} with the same log alone, ${mb(anew)} with none`,
  )
  t.diagnostic(`left open: ${JSON.stringify(after.resources)}, as at the start`)
  assert.ok(after.heapBytes - logAlone.heapBytes < mostBesideLogBytes, 'more is left than a log')
  assert.ok(anew.heapBytes - atStart.heapBytes < mostGrowthBytes, 'the process has grown')
}

/**
 * How a platform is when all have left that came, and nothing is left of the one before it. That must
 * not take long: node-server keeps a request whose body broke off for half a second.
 */
async function ridOfAll({ child, atStart }: Subject): Promise<Vitals> {
  const end = performance.now() + patienceMs
  let vitals = await child.ask('vitals')
  while (!isRid(vitals, atStart) && performance.now() < end) vitals = await child.ask('vitals')
  assert.deepEqual(vitals.resources, atStart.resources)
  assert.equal(vitals.listeners, 0)
  assert.equal(vitals.former, 0)
  return vitals
}

/**
 * Holds that a platform whose venues came and went is as it was: none of them is in memory, and the heap
 * is within 10 % of what it was at the start.
 */
export async function holdNoVenueIsLeft(subject: Subject, t: TestContext) {
  const { atStart } = subject
  const after = await ridOfAll(subject)
  t.diagnostic(`heap: ${mb(atStart)} at the start; ${mb(after)} afterwards`)
  assert.ok(after.heapBytes < 1.1 * atStart.heapBytes, 'the process has grown')
}

const isRid = (vitals: Vitals, atStart: Vitals) =>
  vitals.listeners === 0 &&
  vitals.former === 0 &&
  JSON.stringify(vitals.resources) === JSON.stringify(atStart.resources)

const mb = ({ heapBytes }: Vitals) => `${(heapBytes / 1e6).toFixed(1)} MB`
