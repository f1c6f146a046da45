import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { median } from 'simple-statistics'
import { type NatsCluster, startNatsCluster } from '../support/nats-servers.ts'
import { type Child, cpuMicros, startChild } from './child.ts'
import type { Effort, Limit } from './comparison.ts'
import { openConnections, placementsIn, type Target } from './http-load.ts'
import type { Papertape } from './papertape-server.ts'
import type { Quantity } from './report.ts'
import { now } from './turns.ts'

/** Medians over rounds. */
export interface Scaling {
  readonly name: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** CPU time per order, of each process. */
  readonly cpuMicros: {
    readonly platforms: readonly number[]
    readonly servers: readonly number[]
    readonly client: number
  }
}

const venues = Array.from({ length: 12 }, (_, nth) => `bench-${nth}`)
const connectionsEach = 4
const turn: Limit = { forMs: 1000, atMost: Number.MAX_SAFE_INTEGER }
const maxRounds = 3

/** Measures platforms that share NATS servers. */
export const measureCluster = async (effort: Effort): Promise<[Scaling[], Quantity[]]> => [
  await measureScaling(effort),
  await measureManyVenues(effort),
]

/** Measures the CPU time of orders in 12 venues, which 1, 2 and 3 platforms share. */
export async function measureScaling({ rounds, onStep }: Effort): Promise<Scaling[]> {
  const scalings: Scaling[] = []
  for (const count of [1, 2, 3]) {
    const name = `${count} ${count === 1 ? 'platform' : 'platforms'}`
    onStep(`orders in ${venues.length} venues of ${name}`)
    scalings.push(...(await measureShared(name, count, Math.min(rounds, maxRounds))))
  }
  return scalings
}

async function measureShared(name: string, count: number, rounds: number): Promise<Scaling[]> {
  const nats = await startNatsCluster(3, { syncAlways: false })
  const platforms = await startPlatforms(nats, count)
  await openVenues(
    platforms,
    platforms.map((_, own) => venues.filter((_, nth) => nth % count === own)),
  )
  const urls = await Promise.all(platforms.map((platform) => platform.ask('url')))
  /** The connections of a venue go to its owner and `spread` times to the next node. */
  const targets = (spread: number) =>
    venues.flatMap((venue, nth) =>
      Array.from(
        { length: connectionsEach },
        (_, connection): Target => ({
          url: `${urls[(nth + spread * connection) % count]}`,
          load: placementsIn(venue),
        }),
      ),
    )
  const rows = [{ name: `${name}, to the owner`, client: await openConnections(targets(0)) }]
  if (count > 1) {
    rows.push({ name: `${name}, to any`, client: await openConnections(targets(1)) })
  }
  for (const { client } of rows) await client.send({ ...turn, forMs: 3000 })

  const measured = rows.map(({ name }) => ({ name, rounds: [] as Omit<Scaling, 'name'>[] }))
  for (let round = 0; round < rounds; round++) {
    for (const [nth, { client }] of rows.entries()) {
      await settled(platforms)
      const before = await cpuOf(nats, platforms)
      const { count, ...figures } = await client.send(turn)
      await settled(platforms)
      const after = await cpuOf(nats, platforms)
      const used = (ends: readonly number[], starts: readonly number[]) =>
        ends.map((end, nth) => (end - (starts[nth] ?? 0)) / count)
      measured[nth]?.rounds.push({
        ...figures,
        cpuMicros: {
          platforms: used(after.platforms, before.platforms),
          servers: used(after.servers, before.servers),
          client: (after.client - before.client) / count,
        },
      })
    }
  }
  for (const { client } of rows) client.close()
  await Promise.all(platforms.map((platform) => platform.stop()))
  await nats.stop()
  return measured.map(({ name, rounds }) => ({ name, ...medians(rounds) }))
}

function medians(rounds: readonly Omit<Scaling, 'name'>[]): Omit<Scaling, 'name'> {
  const over = (figure: (round: Omit<Scaling, 'name'>) => number) => median(rounds.map(figure))
  const overEach = (of: 'platforms' | 'servers') =>
    (rounds[0]?.cpuMicros[of] ?? []).map((_, nth) =>
      over(({ cpuMicros }) => cpuMicros[of][nth] ?? 0),
    )
  return {
    perSecond: over(({ perSecond }) => perSecond),
    p50Ms: over(({ p50Ms }) => p50Ms),
    p99Ms: over(({ p99Ms }) => p99Ms),
    cpuMicros: {
      platforms: overEach('platforms'),
      servers: overEach('servers'),
      client: over(({ cpuMicros }) => cpuMicros.client),
    },
  }
}

const startPlatforms = async ({ urls }: NatsCluster, count: number) => {
  const platforms: Child<Papertape>[] = []
  for (let nth = 0; nth < count; nth++) {
    const platform = startChild<Papertape>('./papertape-server.ts', { store: `nats://${urls}` })
    await platform.ask('url')
    platforms.push(platform)
  }
  return platforms
}

/** Opens venues on each platform. Resolves when all platforms know all venues. */
async function openVenues(
  platforms: readonly Child<Papertape>[],
  names: readonly (readonly string[])[],
): Promise<void> {
  await Promise.all(
    platforms.map((platform, nth) => platform.ask('openDurable', [...(names[nth] ?? [])])),
  )
  // With the main venue.
  const all = names.flat().length + 1
  for (const platform of platforms) {
    while ((await platform.ask('venueCount')) < all) await setTimeout(10)
  }
}

const settled = (platforms: readonly Child<Papertape>[]) =>
  Promise.all(platforms.map((platform) => platform.ask('settled')))

/** The CPU time that each process has used. */
const cpuOf = async ({ servers }: NatsCluster, platforms: readonly Child<Papertape>[]) => ({
  platforms: await Promise.all(platforms.map((platform) => platform.ask('cpuMicros'))),
  servers: await Promise.all(servers.map(({ pid }) => cpuOfProcess(Number(pid)))),
  client: cpuMicros(),
})

/** Linux counts in hundredths of a second. */
const tickMicros = 10_000

async function cpuOfProcess(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may contain spaces. Fields 14 and 15 are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMicros
}

/** The platforms open at most 10,000 venues, the main one among them. */
const allVenues = 9999
const lostVenues = 1000

/** Measures three platforms with many venues: memory, a start, and the takeover from one that is killed. */
export async function measureManyVenues({ onStep }: Effort): Promise<Quantity[]> {
  const nats = await startNatsCluster(3, { syncAlways: false })
  const platforms = await startPlatforms(nats, 3)
  const [lost] = platforms.splice(2)
  const of = `${(allVenues + 1).toLocaleString('en')} venues`
  onStep(`opening of ${of}`)
  const empty = await platforms[0]?.ask('memory')
  const openedFrom = now()
  const names = Array.from({ length: allVenues }, (_, nth) => `bench-${nth}`)
  const half = lostVenues + (allVenues - lostVenues) / 2
  if (!lost || !empty) throw new Error('A platform is missing')
  await openVenues(
    [lost, ...platforms],
    [names.slice(0, lostVenues), names.slice(lostVenues, half), names.slice(half)],
  )
  const openedMs = now() - openedFrom

  const full = await platforms[0]?.ask('memory')
  onStep(`takeover of ${lostVenues} venues, of ${of}`)
  const killedAt = now()
  await lost.kill()
  const taken = await takenBy(platforms, killedAt)

  onStep(`start of a platform with ${of}`)
  const startedFrom = now()
  const again = startChild<Papertape>('./papertape-server.ts', { store: `nats://${nats.urls}` })
  while ((await again.ask('venueCount')) <= allVenues) await setTimeout(10)
  const startedMs = now() - startedFrom

  await Promise.all([...platforms, again].map((platform) => platform.stop()))
  await nats.stop()
  const seconds = { unit: 's', bound: 'at most' } as const
  const bytes = { unit: 'MiB for each node', bound: 'at most' } as const
  const growth = (what: 'heap' | 'resident') => ((full?.[what] ?? 0) - empty[what]) / 2 ** 20
  return [
    { name: `opening of ${of} by 3 platforms`, value: openedMs / 1000, ...seconds, target: 120 },
    { name: `memory in use for ${of}`, value: growth('heap'), ...bytes, target: 480 },
    { name: `resident set for ${of}`, value: growth('resident'), ...bytes, target: 800 },
    {
      name: `from a kill to the first of ${lostVenues} takeovers`,
      value: (Math.min(...taken) - killedAt) / 1000,
      ...seconds,
      target: 3,
    },
    {
      name: 'to the last one',
      value: (Math.max(...taken) - killedAt) / 1000,
      ...seconds,
      target: 10,
    },
    { name: `start of a platform with ${of}`, value: startedMs / 1000, ...seconds, target: 30 },
  ]
}

/** When the venues of the lost platform were taken over. */
async function takenBy(
  platforms: readonly Child<Papertape>[],
  killedAt: number,
): Promise<number[]> {
  for (;;) {
    const taken = await Promise.all(platforms.map((platform) => platform.ask('takenAt')))
    const times = taken.flat().filter((at) => at > killedAt)
    if (times.length >= lostVenues) return times
    await setTimeout(10)
  }
}
