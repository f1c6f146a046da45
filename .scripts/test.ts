/**
 * Runs `npm test`, or the parts that its arguments name (`npm run unit`). Prints the output of the
 * checks after the other parts, so that it cannot break their progress lines, then a summary.
 */
import { check, type Ended, specification } from './parts.ts'
import { summaryOf } from './summary.ts'
import { unitTests } from './unit-tests.ts'

type Part = (signal: AbortSignal) => Promise<Ended>

const parts: Readonly<Record<string, Part>> = {
  unit: unitTests,
  lint: (signal) => check('lint', signal),
  types: (signal) => check('types', signal),
  spec: specification,
}

/** The parts of a round run in parallel. The specification measures times, so it runs alone. */
const rounds = [['unit', 'lint', 'types'], ['spec']]

// All processes and the next run share compiled modules.
process.env.NODE_COMPILE_CACHE ||= 'node_modules/.cache/node'

const startedAt = performance.now()
const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in parts))
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.`)

const interrupted = new AbortController()
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    process.exitCode = code
    interrupted.abort()
  })
}

const ended: Ended[] = []
for (const round of rounds) {
  const running = round.filter((name) => chosen.length === 0 || chosen.includes(name))
  ended.push(...(await Promise.all(running.map((name) => parts[name]?.(interrupted.signal)))))
  if (interrupted.signal.aborted) break
}
for (const { output } of ended) process.stdout.write(output)
process.stdout.write(summaryOf(ended, performance.now() - startedAt))
if (!ended.every(({ isOk }) => isOk)) process.exitCode ??= 1
// A check's grandchildren can keep its output pipe open.
if (interrupted.signal.aborted) process.exit()
