import {
  constants,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
  PerformanceObserver,
} from 'node:perf_hooks'
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import { resourceLimits } from 'node:worker_threads'
import type { Venues } from '../venues/venues.ts'

/** The share of the heap from which on a warning is due. */
const fullFrom = 0.75

/** How much of V8's limit is for new objects, unless somebody sets it: 3 semi-spaces of 64 MiB. */
const youngMb = 192

/** The flag that sets the limit, as Node and V8 spell it; of several the last counts. */
const limitFlag = /--max[-_]old[-_]space[-_]size[= ](\d+)/g

const majorCollection = constants.NODE_PERFORMANCE_GC_MAJOR

/** `detail` is missing from the types of an entry. */
const isMajor = (entry: PerformanceEntry & { detail?: Partial<NodeGCPerformanceDetail> }) =>
  entry.detail?.kind === majorCollection

const mb = (bytes: number) => Math.round(bytes / 2 ** 20)

/** How many MiB of objects may outlive a garbage collection; at more, V8 ends the process. */
function limitMb(): number {
  const flags = [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ')
  const [, set] = [...flags.matchAll(limitFlag)].at(-1) ?? []
  // A worker thread has a limit of its own.
  if (resourceLimits.maxOldGenerationSizeMb) return resourceLimits.maxOldGenerationSizeMb
  if (set) return Number(set)
  const total = mb(getHeapStatistics().heap_size_limit)
  return Math.max(total - youngMb, total / 2)
}

/** How many MiB outlived the latest collections. New objects do not count: most of them are garbage. */
const usedMb = () =>
  mb(
    getHeapSpaceStatistics()
      .filter(({ space_name }) => !space_name.startsWith('new_'))
      .reduce((sum, { space_used_size }) => sum + space_used_size, 0),
  )

/**
 * Calls `warn` once, when what venues remember fills three quarters of the heap. The heap is measured
 * after each full garbage collection and at no other time, so that no request pays for it. The result
 * ends the watch; it keeps no process alive.
 */
export function watchMemory(venues: Venues, warn: (warning: string) => void): () => void {
  const limit = limitMb()
  const observer = new PerformanceObserver((list) => {
    if (!list.getEntries().some(isMajor)) return
    const used = usedMb()
    if (used < fullFrom * limit) return
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
    `Memory is nearly full: ${used} of ${limit} MiB are in use, and Node ends the process when all are. ` +
    `Venues: ${all.length}, events in their logs: ${events}, journals of up to 16 MiB: ${journals}. ` +
    'Reset or close venues, keep no journal, or start Node with a larger --max-old-space-size.'
  )
}
