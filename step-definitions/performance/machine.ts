import { cpus } from 'node:os'

/** Watches the machine; answers with what tells how much of its time, in percent, it has had left since. */
export function watchMachine(processors: typeof cpus = cpus): () => number {
  const before = timesOf(processors())
  return () => {
    const now = timesOf(processors())
    const passed = now.all - before.all
    // Where nothing is known of it, nothing is said against it.
    return passed === 0 ? 100 : ((now.idle - before.idle) / passed) * 100
  }
}

/** How long all processors together have been there, and how long they had nothing to do. */
function timesOf(processors: ReturnType<typeof cpus>): { all: number; idle: number } {
  const all = processors.flatMap(({ times }) => Object.values(times))
  return { all: sum(all), idle: sum(processors.map(({ times }) => times.idle)) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)
