/** Measures papertape on this machine. `npm run bench -- --help` shows the options. */
import { parseArgs } from 'node:util'
import { outliveReader } from '../../process/outlive-reader.ts'
import { whyNoNatsServer } from '../support/nats-binary.ts'
import { measureCluster } from './cluster.bench.ts'
import type { Comparison, Effort } from './comparison.ts'
import { measureHistory } from './history.bench.ts'
import { measureNats } from './nats.bench.ts'
import { measureReplay } from './replay.bench.ts'
import {
  comparisonTable,
  isMissed,
  isOff,
  machine,
  type Quantity,
  quantityTable,
  scalingTable,
} from './report.ts'
import { measureRest } from './rest.bench.ts'
import { measureDurable, measureStores } from './stores.bench.ts'
import { measureStream } from './stream.bench.ts'
import { measureVenues } from './venues.bench.ts'

const help = `npm run bench -- [options]

  --quick        two minutes instead of six, for a first look
  --only <part>  rest, stream, history, venues, stores or cluster; repeatable
  --assert       fails when a target is missed
`

const parts = ['rest', 'stream', 'history', 'venues', 'stores', 'cluster']

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: parts },
    assert: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const onStep = (name: string) => void process.stderr.write(`measuring ${name} …\n`)
const atMost = Number.MAX_SAFE_INTEGER
const effort: Effort = options.quick
  ? {
      warmUp: { forMs: 1000, atMost: 5000 },
      turn: { forMs: 200, atMost },
      rounds: 3,
      longHistory: 100_000,
      onStep,
    }
  : {
      warmUp: { forMs: 15_000, atMost: 50_000 },
      turn: { forMs: 300, atMost },
      rounds: 15,
      longHistory: 1_000_000,
      onStep,
    }

/** Whether NATS servers can be measured. Says so if not. */
function hasNats(part: string): boolean {
  const why = whyNoNatsServer()
  if (why) process.stderr.write(`skipping NATS in ${part}: ${why}\n`)
  return !why
}

/** The figures of a part, or none if it is not chosen. */
const figures = <T>(part: string, measure: (effort: Effort) => Promise<T>, none: T): Promise<T> =>
  options.only.includes(part) ? measure(effort) : Promise.resolve(none)

const natsFigures: typeof figures = (part, measure, none) =>
  figures(part, async (effort) => (hasNats(part) ? measure(effort) : none), none)

/** Measures the chosen parts and prints the figures. Returns whether a target is missed. */
async function measure(): Promise<boolean> {
  const rest = await figures('rest', measureRest, [])
  const stream = await figures('stream', measureStream, [])
  const replay = await figures('stream', measureReplay, [])
  const [history, memory] = await figures('history', measureHistory, [[], []])
  const venues = await figures('venues', measureVenues, [])
  const durable = await figures('stores', measureDurable, [])
  const [stores, loading] = await figures('stores', measureStores, [[], []])
  const [natsRequests, natsCommits, added] = await natsFigures('stores', measureNats, [[], [], []])
  const [scaling, many] = await natsFigures('cluster', measureCluster, [[], []])

  const quantities: Quantity[] = [...replay, ...memory, ...venues, ...loading, ...added, ...many]
  const sections: [title: string, baseline: string, Comparison[]][] = [
    ['requests', 'a bare Hono route', rest],
    ['deliveries', 'a bare ws broadcast', stream],
    ['requests', 'with 1,000 orders', history],
    ['requests', 'orders in memory', [...durable, ...natsRequests]],
    ['commits', 'a bare write and fdatasync', stores],
    ['commits', 'a bare publish', natsCommits],
  ]
  const tables = sections
    .filter(([, , comparisons]) => comparisons.length > 0)
    .map((section) => comparisonTable(...section))
  if (scaling.length > 0) tables.push(scalingTable(scaling))
  if (quantities.length > 0) tables.push(quantityTable(quantities))
  process.stdout.write(`${[machine(), ...tables].join('\n\n')}\n`)
  return [...rest, ...stream, ...history, ...durable].some(isMissed) || quantities.some(isOff)
}

outliveReader()
const unknown = options.only.filter((part) => !parts.includes(part))
if (options.help) {
  process.stdout.write(help)
} else if (unknown.length > 0) {
  process.stderr.write(`Unknown part ${unknown.join(', ')}. Parts: ${parts.join(', ')}.\n`)
  process.exitCode = 1
} else if ((await measure()) && options.assert) {
  process.exitCode = 1
}
