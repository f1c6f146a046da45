/** Measures papertape on this machine: `npm run bench -- --help` says how. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { outliveReader } from '../../process/outlive-reader.ts'
import { measureGrowth, measureHistory } from './history.bench.ts'
import { createProgress } from './progress.ts'
import { isOff } from './quantity.ts'
import { measureReplay } from './replay.bench.ts'
import { comparisonTable, isMissed, machine, quantityTable, type Section } from './report.ts'
import { measureRest } from './rest.bench.ts'
import { measureStalled } from './stalled.bench.ts'
import { measureStream } from './stream.bench.ts'
import { measureVenues } from './venues.bench.ts'

const help = `npm run bench -- [options]

  --quick             two minutes instead of seven, for a first look
  --only <part>       rest, stream, history or venues; may be given again
  --json <file>       writes every figure there as well
  --assert            fails when a target is missed
  --profile <folder>  leaves a CPU profile of each server there
`

const parts = ['rest', 'stream', 'history', 'venues']

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: parts },
    json: { type: 'string' },
    assert: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const effort = options.quick
  ? {
      warmUp: { forMs: 1000, atMost: 5000 },
      turn: { forMs: 200, atMost: Number.MAX_SAFE_INTEGER },
      rounds: 3,
      longHistory: 100_000,
    }
  : {
      warmUp: { forMs: 15_000, atMost: 50_000 },
      turn: { forMs: 300, atMost: Number.MAX_SAFE_INTEGER },
      rounds: 15,
      longHistory: 1_000_000,
    }

async function measure(): Promise<boolean> {
  const progress = createProgress(process.stderr)
  const measuring = { ...effort, profileFolder: options.profile, onStep: progress.step }
  const { only } = options
  const rest = only.includes('rest') ? await measureRest(measuring) : []
  const stream = only.includes('stream') ? await measureStream(measuring) : []
  const history = only.includes('history') ? await measureHistory(measuring) : []
  const quantities = [
    ...(only.includes('stream') ? await measureStalled(measuring) : []),
    ...(only.includes('stream') ? await measureReplay(measuring) : []),
    ...(only.includes('history') ? await measureGrowth(measuring) : []),
    ...(only.includes('venues') ? await measureVenues(measuring) : []),
  ]
  progress.end()

  const sections: Section[] = [
    { title: 'requests', baseline: 'a bare route of Hono', comparisons: rest },
    { title: 'deliveries', baseline: 'a bare broadcast with ws', comparisons: stream },
    { title: 'requests', baseline: 'with next to none', comparisons: history },
  ]
  const tables = sections.filter(({ comparisons }) => comparisons.length > 0).map(comparisonTable)
  if (quantities.length > 0) tables.push(quantityTable(quantities))
  process.stdout.write(`${[machine(), ...tables].join('\n\n')}\n`)
  if (options.json) {
    await writeFile(
      options.json,
      JSON.stringify({ machine: machine(), effort, rest, stream, history, quantities }, null, 2),
    )
  }
  return [...rest, ...stream, ...history].some(isMissed) || quantities.some(isOff)
}

outliveReader()
const unknown = options.only.filter((part) => !parts.includes(part))
if (options.help) {
  process.stdout.write(help)
} else if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}: choose of ${parts.join(', ')}.\n`)
  process.exitCode = 1
} else if ((await measure()) && options.assert) {
  process.exitCode = 1
}
