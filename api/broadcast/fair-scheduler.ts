/** Calls `act` when its turn has come. */
export type ScheduleStep = (act: () => void) => void

/**
 * Lets long works go on in small steps, one after the other, one for each round of the event loop:
 * requests and live messages wait for one step at most, however many long works there are.
 */
export function createFairScheduler(): ScheduleStep {
  const waiting: (() => void)[] = []

  function next(): void {
    const act = waiting.shift()
    if (waiting.length > 0) setImmediate(next)
    act?.()
  }

  return (act) => {
    if (waiting.push(act) === 1) setImmediate(next)
  }
}
