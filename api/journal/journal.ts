import type { Clock, Instant } from '../../engine/index.ts'
import type { JournalEntry } from './entries.ts'
import { createRingBuffer } from './ring-buffer.ts'
import { sentBody } from './sent-body.ts'

/** What a journal keeps of a request. */
export interface RequestRecord
  extends Pick<JournalEntry, 'kind' | 'method' | 'target' | 'headers'> {
  /** The body, if it is known to be small. */
  readonly body: Promise<ArrayBuffer> | undefined
}

/** What a journal keeps of a reply. */
export interface ReplyRecord {
  readonly status: number
  readonly clientLeft: boolean
  /** The body of the request, if it was not known to be small on arrival. */
  readonly body: Promise<ArrayBuffer> | undefined
}

/**
 * The requests and replies of a venue, in order of arrival: the last 10,000 entries, or as many of
 * them as fit into 16 MiB. Older entries are dropped.
 */
export interface Journal {
  /** When the journal was created, on the venue's clock. */
  readonly since: Instant
  /** The id of the latest entry, even if it was dropped; 0 before the first. */
  readonly last: number
  /** The number of dropped entries. */
  readonly dropped: number
  /** Whether no entry was dropped or cleared. */
  readonly isComplete: boolean
  /** Adds an entry for a request. */
  begin(request: RequestRecord): JournalEntry
  /** Adds the reply to an entry. */
  end(entry: JournalEntry, reply: ReplyRecord): void
  /** Updates the size of an entry. Call it after adding something to the entry. */
  weigh(entry: JournalEntry): void
  /** The entries after an id, oldest first. */
  after(id: number): Iterable<JournalEntry>
  /** Removes all entries. Ids continue. */
  clear(): void
}

const maxEntries = 10_000
const maxBytes = 16 * 1024 * 1024
/** The least size of an entry without its bodies. Most of it is request and reply headers. */
const minEntryBytes = 1024
/** The size of an entry without its target, request headers and bodies. */
const baseBytes = 512

/** Creates an empty journal on a venue's clock. */
export function createJournal(clock: Clock): Journal {
  const since = clock.now()
  const entries = createRingBuffer<JournalEntry>(maxEntries, maxBytes, forget)
  let wasCleared = false

  const weigh = (entry: JournalEntry) => entries.weigh(entry, weightOf(entry))

  function keepBody(entry: JournalEntry, body: Promise<ArrayBuffer>): void {
    body.then(
      (bytes) => {
        if (bytes.byteLength === 0) return
        entry.body = sentBody(bytes)
        weigh(entry)
      },
      // The connection broke before the body was complete.
      () => {},
    )
  }

  return {
    since,
    get last() {
      return entries.end
    },
    get dropped() {
      return entries.dropped
    },
    get isComplete() {
      return entries.dropped === 0 && !wasCleared
    },
    begin({ kind, method, target, headers, body }) {
      const id = entries.end + 1
      const at = clock.now()
      const entry: JournalEntry = { kind, id, at, method, target, headers, weight: minEntryBytes }
      entries.add(entry)
      if (body) keepBody(entry, body)
      return entry
    },
    end(entry, { status, clientLeft, body }) {
      entry.reply = { at: clock.now(), status }
      entry.clientLeft = clientLeft
      weigh(entry)
      if (body && entry.body === undefined) keepBody(entry, body)
    },
    weigh,
    after: entries.after,
    clear() {
      entries.clear()
      wasCleared = true
    },
  }
}

/** A dropped entry must not grow: its connection stops recording. */
const forget = ({ connection }: JournalEntry): void => connection?.forget()

const lengthOf = (texts: readonly unknown[]) =>
  texts.reduce((sum: number, text) => sum + String(text).length, 0)

function weightOf({
  target,
  headers,
  body = '',
  replyBody = '',
  connection,
}: JournalEntry): number {
  const head = baseBytes + target.length + lengthOf(Object.entries(headers).flat())
  const frames = connection?.weight ?? 0
  return Math.max(minEntryBytes, head) + body.length + replyBody.length + frames
}
