import { isRefusal, lostMs, type Reply, summaryOf } from './client.ts'
import { chanceInTime } from './in-time.ts'
import { NotJudged } from './no-verdict.ts'
import { latency } from './settings.ts'
import { times } from './times.ts'

/** The confirmation of an order, and the answer to the cancellation that was sent upon it. */
export interface EarlyCancellation {
  readonly placed: Reply
  readonly answer: Reply
}

/** The number of orders after the first, and how many of them are placed at once. */
const mostFurther = 30
const atOnce = 10

/** A target whose delays fit its promise fails a check by chance less often than this. */
const negligible = 1e-6

/**
 * Repeats an attempt with one order after the other until a cancellation is accepted. Returns all
 * attempts, the accepted one first. Throws if none is accepted.
 */
export async function untilAccepted<T extends EarlyCancellation>(
  attempt: () => Promise<T>,
): Promise<[T, ...T[]]> {
  const all = [await attempt()]
  for (;;) {
    const accepted = all.find(isAccepted)
    if (accepted) return [accepted, ...all.filter((one) => one !== accepted)]
    if (all.length > mostFurther) throw noneAccepted(all)
    all.push(...(await Promise.all(times(atOnce, attempt))))
  }
}

export const isAccepted = ({ answer }: EarlyCancellation): boolean => !isRefusal(answer)

/**
 * The error if no cancellation was accepted. It is the target's fault only if some of them must
 * have come before the execution.
 */
export function noneAccepted(all: readonly EarlyCancellation[]): Error {
  const chances = all.map((one) => chanceInTime(lateMsOf(one)))
  const allTooLate = chances.reduce((product, chance) => product * (1 - chance), 1)
  const sent = `${all.length} cancellations, each sent as soon as its order was confirmed`
  if (allTooLate > negligible) return new NotJudged(`of ${sent}, none came before the execution`)
  const inTime = Math.round(chances.reduce((sum, chance) => sum + chance, 0))
  const expected = `some ${inTime} of them must have come before the execution`
  const example = all[0] ? `, such as ${summaryOf(all[0].answer)}` : ''
  return new Error(`Of ${sent}, none was accepted, but ${expected}${example}`)
}

/** How long both replies together took beyond the latency, with the time between them. */
const lateMsOf = ({ placed, answer }: EarlyCancellation) =>
  lostMs(placed) + Math.max(answer.receivedAt - placed.receivedAt - latency.longestMs, 0)
