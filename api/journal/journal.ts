import type { Clock, Instant } from '../../engine/index.ts'
import type { JournalEntry, RequestEntry } from './entries.ts'

/** What asks, as far as it is kept. */
export type Asked = Pick<RequestEntry, 'kind' | 'method' | 'target' | 'headers'>

/** How it was answered. */
export interface Answered {
  readonly status: number
  readonly clientLeft: boolean
  /** The body that it came with, if it had one. */
  readonly body: Promise<string> | undefined
}

/**
 * What a venue was asked and what it answered, in the order in which it came: the last 10,000
 * entries, or as many of them as weigh 16 MiB. What came before has fallen out.
 */
export interface Journal {
  /** When it began, by the venue's clock. */
  readonly since: Instant
  /** How many entries have fallen out. */
  readonly dropped: number
  /** Whether everything that came since then is in it. */
  readonly isComplete: boolean
  /** Writes down what has come. */
  begin(asked: Asked): RequestEntry
  /** Writes down how that was answered. */
  end(entry: RequestEntry, answered: Answered): void
  /** The entries after an id, oldest first. */
  after(id: number): Iterable<JournalEntry>
  /** Forgets everything; ids go on. */
  clear(): void
}

const mostEntries = 10_000
const mostBytes = 16 * 1024 * 1024
/** What an entry weighs beside its bodies: two sets of headers, mostly. */
const bytesEach = 1024

/** Creates an empty journal, which tells the time by a venue's clock. */
export function createJournal(clock: Clock): Journal {
  const since = clock.now()
  /** Where an entry stands follows from its id. */
  let slots: JournalEntry[] = []
  let oldest = 1
  let latest = 0
  let bytes = 0
  let dropped = 0
  let wasCleared = false

  const entryOf = (id: number) => slots[id % mostEntries] as JournalEntry

  function drop(): void {
    bytes -= entryOf(oldest).weight
    oldest++
    dropped++
  }

  function add(entry: JournalEntry): void {
    if (latest - oldest + 1 === mostEntries) drop()
    latest = entry.id
    slots[latest % mostEntries] = entry
    bytes += entry.weight
  }

  function weigh(entry: JournalEntry): void {
    const { body = '', replyBody = '', weight } = entry
    entry.weight = bytesEach + body.length + replyBody.length
    if (entry.id < oldest) return
    bytes += entry.weight - weight
    while (bytes > mostBytes) drop()
  }

  return {
    since,
    get dropped() {
      return dropped
    },
    get isComplete() {
      return dropped === 0 && !wasCleared
    },
    begin({ kind, method, target, headers }) {
      const entry: RequestEntry = {
        kind,
        id: latest + 1,
        at: clock.now(),
        method,
        target,
        headers,
        weight: bytesEach,
      }
      add(entry)
      return entry
    },
    end(entry, { status, clientLeft, body }) {
      entry.reply = { at: clock.now(), status }
      entry.clientLeft = clientLeft
      weigh(entry)
      body?.then(
        (text) => {
          entry.body = text
          weigh(entry)
        },
        // It broke off, and nobody knows it whole.
        () => {},
      )
    },
    *after(id) {
      for (let next = Math.max(id + 1, oldest); next <= latest; next++) yield entryOf(next)
    },
    clear() {
      slots = []
      oldest = latest + 1
      bytes = 0
      wasCleared = true
    },
  }
}
