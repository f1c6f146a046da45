/** Schedules the next step of a long task. */
export type ScheduleStep = (step: () => void) => void

/**
 * Creates a scheduler for long tasks. It runs one step per round of the event loop, in the order of
 * scheduling. So requests and live messages wait for at most one step, however many tasks there are.
 */
export function createFairScheduler(): ScheduleStep {
  const steps: (() => void)[] = []

  function runNext(): void {
    const step = steps.shift()
    if (steps.length > 0) setImmediate(runNext)
    step?.()
  }

  return (step) => {
    if (steps.push(step) === 1) setImmediate(runNext)
  }
}
