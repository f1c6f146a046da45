import { jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { bodyOf } from '../../stores/nats-message.ts'
import { openNatsStore } from '../../stores/nats-store.ts'
import { ordinaryEvents } from '../stores/events.ts'
import { startNatsCluster } from '../support/nats-servers.ts'
import type { Comparison, Effort } from './comparison.ts'
import type { Quantity } from './report.ts'
import { compareCommits, comparePlacements } from './stores.bench.ts'

/** Two modes of the servers are measured, so each gets half of the time. */
const halved = ({ warmUp, rounds, ...rest }: Effort): Effort => ({
  ...rest,
  warmUp: { ...warmUp, forMs: Math.min(warmUp.forMs, 4000) },
  rounds: Math.ceil(rounds / 2),
})

/** Measures three NATS servers on this machine: requests, commits, and what they add to a request. */
export async function measureNats(
  effort: Effort,
): Promise<[requests: Comparison[], commits: Comparison[], Quantity[]]> {
  const requests: Comparison[] = []
  const commits: Comparison[] = []
  const added: Quantity[] = []
  for (const syncAlways of [false, true]) {
    const name = `NATS, sync_interval ${syncAlways ? 'always' : '2m'}`
    const { urls, stop } = await startNatsCluster(3, { syncAlways })
    const store = `nats://${urls}`
    const placements = await comparePlacements(name, store, undefined, halved(effort), [1, 16])
    requests.push(...placements)
    for (const { name, subject, baseline } of placements) {
      added.push({
        name: `median time added to ${name}`,
        value: subject.p50Ms - baseline.p50Ms,
        unit: 'ms',
        bound: 'at most',
        target: 5,
      })
    }
    commits.push(...(await measureCommits(name, urls, halved(effort))))
    await stop()
  }
  return [requests, commits, added]
}

async function measureCommits(name: string, urls: string, effort: Effort): Promise<Comparison[]> {
  const store = await openNatsStore(`nats://${urls}`)
  const connection = await connect({ servers: urls.split(',') })
  const { streams } = await jetstreamManager(connection)
  const client = jetstream(connection)
  await streams.add({
    name: 'bare',
    subjects: ['bare'],
    storage: StorageType.File,
    num_replicas: 3,
  })
  const comparisons: Comparison[] = []
  for (const size of [1, 100]) {
    const log = await store.open(`commits-of-${size}`)
    const body = bodyOf({ events: ordinaryEvents(1, size), records: new Map() })
    const write = () => client.publish('bare', body)
    comparisons.push(await compareCommits(name, log, size, write, effort))
  }
  await connection.close()
  await store.close()
  return comparisons
}
