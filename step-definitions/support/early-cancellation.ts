import type { PendingOrder } from '../../api/contract/orders.ts'
import { isRefusal, lostMs, type Reply, summaryOf } from './client.ts'
import { chanceInTime } from './in-time.ts'
import { NotJudged } from './no-verdict.ts'
import { latencies } from './settings.ts'
import { times } from './times.ts'

/** A confirmation, and the answers to the cancellations that were sent upon it. */
interface Answered {
  readonly placed: Reply
  readonly answers: readonly Reply[]
}

export interface EarlyCancellation extends Answered {
  readonly order: PendingOrder
}

/** The number of orders after the first, and how many of them are placed at once. */
const mostFurther = 30
const atOnce = 10

/** The chance that a target that keeps its promise fails the check all the same. */
const negligible = 1e-6

/**
 * Repeats an attempt with one order after the other until a cancellation is accepted. Returns all
 * attempts, the accepted one first. Throws if none is accepted.
 */
export async function untilAccepted(
  attempt: () => Promise<EarlyCancellation>,
): Promise<[EarlyCancellation, ...EarlyCancellation[]]> {
  const all = [await attempt()]
  for (;;) {
    const accepted = all.find(isAccepted)
    if (accepted) return [accepted, ...all.filter((one) => one !== accepted)]
    if (all.length > mostFurther) throw noneAccepted(all)
    all.push(...(await Promise.all(times(atOnce, attempt))))
  }
}

const isAccepted = ({ answers }: Answered): boolean => !answers.every(isRefusal)

/**
 * The error if no cancellation was accepted. It is the target's fault only if some of them must
 * have come before the execution.
 */
export function noneAccepted(all: readonly Answered[]): Error {
  const chances = all.map((one) => chanceInTime(lateMsOf(one)))
  const allTooLate = chances.reduce((product, chance) => product * (1 - chance), 1)
  const sent = `${all.length} cancellations, each sent as soon as its order was confirmed`
  if (allTooLate > negligible) return new NotJudged(`of ${sent}, none came before the execution`)
  const inTime = Math.round(chances.reduce((sum, chance) => sum + chance, 0))
  const expected = `some ${inTime} of them must have come before the execution`
  const [example] = all.flatMap(({ answers }) => answers)
  return new Error(
    `Of ${sent}, none was accepted, but ${expected}${example ? `: ${summaryOf(example)}` : ''}`,
  )
}

/**
 * Throws unless every cancellation was accepted: a NotJudged if each refused one may have come too
 * late, because replies were late.
 */
export function mustAllBeAccepted(all: readonly Answered[]): void {
  const refused = all.filter((one) => !isAccepted(one))
  if (refused.length === 0) return
  const lateMs = Math.round(Math.max(...refused.map(lateMsOf)))
  const found = `${refused.length} of ${all.length} cancellations were refused`
  const inTime = refused.filter((one) => chanceInTime(lateMsOf(one)) === 1)
  const [example] = inTime.flatMap(({ answers }) => answers)
  if (example) {
    throw new Error(`${found}, but ${inTime.length} of them came in time: ${summaryOf(example)}`)
  }
  throw new NotJudged(`${found}, and replies came up to ${lateMs} ms after the longest latency`)
}

/** How long both replies together took beyond the latency, with the time between them. */
function lateMsOf({ placed, answers }: Answered): number {
  const answeredAt = Math.max(...answers.map(({ receivedAt }) => receivedAt))
  return lostMs(placed) + Math.max(answeredAt - placed.receivedAt - latencies.cancel.longestMs, 0)
}
