import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from 'simple-statistics'
import type { StoredLog } from '../../../engine/index.ts'
import { openSqliteStore } from '../../stores/sqlite-store.ts'
import { ordinaryEvents } from '../stores/events.ts'
import { startChild } from './child.ts'
import {
  type Comparison,
  compare,
  type Effort,
  type Figures,
  type Limit,
  percentiles,
} from './comparison.ts'
import { httpRound, placements } from './http-load.ts'
import type { Papertape } from './papertape-server.ts'
import type { Quantity } from './report.ts'
import { now } from './turns.ts'

export async function measureDurable(effort: Effort): Promise<Comparison[]> {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-bench-'))
  const comparisons = await comparePlacements('SQLite', join(folder, 'orders.db'), 0.7, effort)
  await rm(folder, { recursive: true })
  return comparisons
}

/** Compares placements that a store records with those in memory, over so many connections each. */
export async function comparePlacements(
  name: string,
  store: string,
  target: number | undefined,
  effort: Effort,
  connections: readonly number[] = [16],
): Promise<Comparison[]> {
  const durable = startChild<Papertape>('./papertape-server.ts', { store })
  const memory = startChild<Papertape>('./papertape-server.ts', {})
  const comparisons: Comparison[] = []
  for (const count of connections) {
    const load = `POST /orders to ${name}${count === 1 ? ', one at a time' : ''}`
    const comparison = await compare(load, target, effort, {
      subject: (limit) => httpRound(durable, placements, limit, count),
      baseline: (limit) => httpRound(memory, placements, limit, count),
    })
    comparisons.push(comparison)
  }
  await Promise.all([durable.stop(), memory.stop()])
  return comparisons
}

/** The pages that SQLite writes for a commit of few events. */
const bareBytes = 2 * 4096

/** Measures the SQLite store in the system's folder for temporary files. */
export async function measureStores(effort: Effort): Promise<[Comparison[], Quantity[]]> {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-bench-'))
  const store = await openSqliteStore(join(folder, 'commits.db'))
  const bare = openSync(join(folder, 'bare'), 'w')
  const bytes = Buffer.alloc(bareBytes)

  const comparisons: Comparison[] = []
  for (const size of [1, 16, 100]) {
    const log = await store.open(`commits of ${size}`)
    const write = async () => {
      writeSync(bare, bytes)
      fdatasyncSync(bare)
    }
    comparisons.push(await compareCommits('SQLite', log, size, write, effort))
  }
  closeSync(bare)
  await store.close()
  const quantities = await measureLoading(join(folder, 'load.db'), effort)
  await rm(folder, { recursive: true })
  return [comparisons, quantities]
}

/** Compares commits of so many events with what a store does at least for each. */
export function compareCommits(
  name: string,
  log: StoredLog,
  size: number,
  bare: () => Promise<unknown>,
  effort: Effort,
): Promise<Comparison> {
  let end = 0
  const commit = async () => {
    const events = ordinaryEvents(end + 1, end + size)
    await log.commit({ events, records: new Map() })
    end += size
  }
  return compare(`commit of ${size} to ${name}`, undefined, effort, {
    subject: (limit) => repeat(commit, limit),
    baseline: (limit) => repeat(bare, limit),
  })
}

async function repeat(act: () => Promise<unknown>, { forMs, atMost }: Limit): Promise<Figures> {
  const durationsMs: number[] = []
  const cpu = process.cpuUsage()
  const start = now()
  for (let last = start; last - start < forMs && durationsMs.length < atMost; ) {
    await act()
    const end = now()
    durationsMs.push(end - last)
    last = end
  }
  const { user, system } = process.cpuUsage(cpu)
  const count = durationsMs.length
  const perSecond = (count / (now() - start)) * 1000
  return { perSecond, ...percentiles(durationsMs), cpuMicros: (user + system) / count }
}

const eventsPerCommit = 1000
const loads = 3

async function measureLoading(path: string, effort: Effort): Promise<Quantity[]> {
  const { longHistory, onStep } = effort
  const events = `${longHistory.toLocaleString('en')} events`
  const name = `loading of ${events} from SQLite`
  onStep(name)
  const store = await openSqliteStore(path)
  const log = await store.open('main')
  for (let last = eventsPerCommit; last <= longHistory; last += eventsPerCommit) {
    await log.commit({
      events: ordinaryEvents(last - eventsPerCommit + 1, last),
      records: new Map(),
    })
  }
  await store.close()

  const rates: number[] = []
  for (let nth = 0; nth < loads; nth++) {
    const start = now()
    const again = await openSqliteStore(path)
    await (await again.open('main')).load()
    rates.push((longHistory / (now() - start)) * 1000)
    await again.close()
  }
  const { size } = await stat(path)
  return [
    { name, value: median(rates), unit: 'events/s', bound: 'at least', target: 100_000 },
    {
      name: `file of ${events}`,
      value: size / longHistory,
      unit: 'bytes each',
      bound: 'at most',
      target: 100,
    },
  ]
}
