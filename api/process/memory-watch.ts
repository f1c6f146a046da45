import {
  constants,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
  PerformanceObserver,
} from 'node:perf_hooks'
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import { resourceLimits } from 'node:worker_threads'
import type { Venues } from '../venues/venues.ts'

/** The share of the heap limit that triggers the warning. */
const warnAbove = 0.75

/** V8's default for the young generation, which its limit includes: 3 semi-spaces of 64 MiB. */
const youngMb = 192

/** The flag that sets the limit, in the spellings of Node and V8. The last one counts. */
const limitFlag = /--max[-_]old[-_]space[-_]size[= ](\d+)/g

const majorCollection = constants.NODE_PERFORMANCE_GC_MAJOR

/** The type of an entry lacks `detail`. */
const isMajor = (entry: PerformanceEntry & { detail?: Partial<NodeGCPerformanceDetail> }) =>
  entry.detail?.kind === majorCollection

const mb = (bytes: number) => Math.round(bytes / 2 ** 20)

/** The limit of the old generation, in MiB. V8 ends the process when it is exceeded. */
function limitMb(): number {
  const flags = [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ')
  const [, fromFlag] = [...flags.matchAll(limitFlag)].at(-1) ?? []
  // A worker thread has its own limit.
  if (resourceLimits.maxOldGenerationSizeMb) return resourceLimits.maxOldGenerationSizeMb
  if (fromFlag) return Number(fromFlag)
  const total = mb(getHeapStatistics().heap_size_limit)
  return Math.max(total - youngMb, total / 2)
}

/** The used size of the old generation, in MiB. Most young objects are garbage, so they do not count. */
const usedMb = () =>
  mb(
    getHeapSpaceStatistics()
      .filter(({ space_name }) => !space_name.startsWith('new_'))
      .reduce((sum, { space_used_size }) => sum + space_used_size, 0),
  )

/**
 * Calls `warn` once, when three quarters of the heap is in use. Measures the heap only after full
 * garbage collections, so it costs requests nothing. Returns a stop function. The watch does not
 * keep the process alive.
 */
export function watchMemory(venues: Venues, warn: (warning: string) => void): () => void {
  const limit = limitMb()
  const observer = new PerformanceObserver((list) => {
    if (!list.getEntries().some(isMajor)) return
    const used = usedMb()
    if (used < warnAbove * limit) return
    observer.disconnect()
    warn(warningOf(venues, used, limit))
  })
  observer.observe({ entryTypes: ['gc'] })
  return () => observer.disconnect()
}

function warningOf(venues: Venues, used: number, limit: number): string {
  const all = venues.list()
  const events = all.reduce((sum, { venue }) => sum + venue.position, 0)
  const journals = all.filter(({ journal }) => journal).length
  return (
    `Memory is nearly full: ${used} of ${limit} MiB are in use. Node ends the process at the limit. ` +
    `Venues: ${all.length}, events in their logs: ${events}, journals of up to 16 MiB: ${journals}. ` +
    'Reset or close venues, turn off journals, or start Node with a larger --max-old-space-size.'
  )
}
