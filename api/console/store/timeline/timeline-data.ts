import type { OrderMessage } from '../../../contract/stream.ts'
import type { Frame } from '../../../control/frame-contract.ts'
import type { JournalEntry } from '../../../control/journal-contract.ts'

/** What the timeline is made of. */
export interface TimelineSource {
  /** By id, oldest first. */
  readonly entries: readonly JournalEntry[]
  /** The changes of the log, by position, each once. */
  readonly changes: readonly OrderMessage[]
  /** The frames of stream connections, by the id of their entry. */
  readonly frames: ReadonlyMap<number, readonly Frame[]>
}

export type TimelineData = ReturnType<typeof createTimelineData>

/** Keeps the last entries, more if earlier ones are loaded, and the frames of the last connections. */
export function createTimelineData(limits: {
  readonly entries: number
  readonly connections: number
}) {
  let entries: JournalEntry[] = []
  const frames = new Map<number, readonly Frame[]>()
  let version = 0
  let most = limits.entries
  /** The journal has no entry before this one. */
  let start = 1

  return {
    get entries(): readonly JournalEntry[] {
      return entries
    },
    frames,
    /** Changes whenever the data does. */
    get version(): number {
      return version
    },
    /** How many entries before the first are not kept here. */
    get skipped(): number {
      return entries[0] ? entries[0].id - start : 0
    },
    /** The id of the last entry; 0 without one. */
    get last(): number {
      return entries.at(-1)?.id ?? 0
    },
    /** Entries that can still change: without a reply, or of an open connection. Oldest first. */
    unfinished: (): readonly JournalEntry[] =>
      entries.filter(({ reply, stream }) => reply === undefined || (stream && !stream.ended)),
    /** Adds entries, or replaces them. They are sorted by id. */
    add(added: readonly JournalEntry[]): void {
      if (added.length === 0) return
      const changed = new Map(added.map((entry) => [entry.id, entry]))
      const last = entries.at(-1)?.id ?? 0
      const kept = entries.map((entry) => changed.get(entry.id) ?? entry)
      const all = [...kept, ...added.filter(({ id }) => id > last)]
      entries = all.slice(-most)
      version++
    },
    /** Adds the entries after an id that are before the first. Those that are missing have left the journal. */
    addEarlier(after: number, earlier: readonly JournalEntry[]): void {
      entries = [...earlier, ...entries]
      most = Math.max(most, entries.length)
      const first = entries[0]?.id ?? 1
      if (first > after + 1) start = first
      version++
    },
    /** Sets the frames of a connection. Those of the oldest connections are dropped. */
    setFrames(entry: number, all: readonly Frame[]): void {
      frames.set(entry, all)
      for (const id of [...frames.keys()].toSorted((a, b) => a - b).slice(0, -limits.connections)) {
        frames.delete(id)
      }
      version++
    },
  }
}
