import type { Clock } from '../../engine/index.ts'
import type { JournalEntry } from './entries.ts'
import { createMessageVerdicts } from './message-verdicts.ts'
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

export type Journal = ReturnType<typeof createJournal>

const maxEntries = 10_000
const maxBytes = 16 * 1024 * 1024
/** The least size of an entry without its bodies. Most of it is request and reply headers. */
const minEntryBytes = 1024
/** The size of an entry without its target, request headers and bodies. */
const baseBytes = 512

/**
 * Creates an empty journal of the requests and replies of a venue, in order of arrival: the last
 * 10,000 entries, or as many of them as fit into 16 MiB. Older entries are dropped. `isLate` says that
 * the venue has been open before.
 */
export function createJournal(clock: Clock, { isLate = false } = {}) {
  const entries = createRingBuffer<JournalEntry>(maxEntries, maxBytes, forget)
  const messages = createMessageVerdicts()
  let lacksStart = isLate

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
    /** When the journal was created, on the venue's clock. */
    since: clock.now(),
    /** The id of the latest entry, even if it was dropped; 0 before the first. */
    get last() {
      return entries.end
    },
    /** The number of dropped entries. */
    get dropped() {
      return entries.dropped
    },
    /** Whether it has every request since the venue was opened. */
    get isComplete() {
      return entries.dropped === 0 && !lacksStart
    },
    /** What became of the stream faults for each message. */
    messages,
    /** Adds an entry for a request. */
    begin({ kind, method, target, headers, body }: RequestRecord): JournalEntry {
      const id = entries.end + 1
      const at = clock.now()
      const entry: JournalEntry = { kind, id, at, method, target, headers, weight: minEntryBytes }
      entries.add(entry)
      if (body) keepBody(entry, body)
      return entry
    },
    /** Adds the reply to an entry. */
    end(entry: JournalEntry, { status, clientLeft, body }: ReplyRecord): void {
      entry.reply = { at: clock.now(), status }
      entry.clientLeft = clientLeft
      weigh(entry)
      if (body && entry.body === undefined) keepBody(entry, body)
    },
    /** Updates the size of an entry. Call it after adding something to the entry. */
    weigh,
    /** The entries after an id, oldest first. */
    after: entries.after,
    /** Removes all entries. Ids continue. */
    clear(): void {
      entries.clear()
      lacksStart = true
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
  why,
}: JournalEntry): number {
  const head = baseBytes + target.length + lengthOf(Object.entries(headers).flat())
  const frames = connection?.weight ?? 0
  return (
    Math.max(minEntryBytes, head) + body.length + replyBody.length + frames + (why?.weight ?? 0)
  )
}
