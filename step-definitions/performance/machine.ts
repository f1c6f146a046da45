import { cpus } from 'node:os'

/** A machine with less idle time delays the client, the target, or both. */
export const minIdlePercent = 20

/** Starts to watch the CPU; the returned function gives its idle time since, in percent. */
export function watchMachine(processors: typeof cpus = cpus): () => number {
  const before = timesOf(processors())
  return () => {
    const now = timesOf(processors())
    const passed = now.all - before.all
    // Without figures from the system, assume an idle machine.
    return passed === 0 ? 100 : ((now.idle - before.idle) / passed) * 100
  }
}

/** The total time and the idle time of all processors. */
function timesOf(processors: ReturnType<typeof cpus>): { all: number; idle: number } {
  const all = processors.flatMap(({ times }) => Object.values(times))
  return { all: sum(all), idle: sum(processors.map(({ times }) => times.idle)) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)
