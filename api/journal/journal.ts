import type { Clock, Instant } from '../../engine/index.ts'
import type { JournalEntry, RequestEntry } from './entries.ts'
import { createRingBuffer } from './ring-buffer.ts'
import { sentBody } from './sent-body.ts'

/** What asks, as far as it is kept. */
export interface RequestRecord
  extends Pick<RequestEntry, 'kind' | 'method' | 'target' | 'headers'> {
  /** The body that it comes with, where that is short. */
  readonly body: Promise<ArrayBuffer> | undefined
}

/** How it was answered. */
export interface ReplyRecord {
  readonly status: number
  readonly clientLeft: boolean
  /** The body that it came with, if that was not known to be short when it came. */
  readonly body: Promise<ArrayBuffer> | undefined
}

/**
 * What a venue was asked and what it answered, in the order in which it came: the last 10,000
 * entries, or as many of them as weigh 16 MiB. What came before has fallen out.
 */
export interface Journal {
  /** When it began, by the venue's clock. */
  readonly since: Instant
  /** The id of the last entry that was written, whether or not it is still there; 0 before the first. */
  readonly last: number
  /** How many entries have fallen out. */
  readonly dropped: number
  /** Whether everything that came since then is in it. */
  readonly isComplete: boolean
  /** Writes down what has come. */
  begin(asked: RequestRecord): RequestEntry
  /** Writes down how that was answered. */
  end(entry: RequestEntry, answered: ReplyRecord): void
  /** Takes in that something was added to an entry. */
  weigh(entry: RequestEntry): void
  /** The entries after an id, oldest first. */
  after(id: number): Iterable<JournalEntry>
  /** Forgets everything; ids go on. */
  clear(): void
}

const mostEntries = 10_000
const mostBytes = 16 * 1024 * 1024
/** What an entry weighs beside its bodies, at least: two sets of headers, mostly. */
const bytesEach = 1024
/** How much of that is for what is around the target and the headers that came. */
const bytesAround = 512

/** Creates an empty journal, which tells the time by a venue's clock. */
export function createJournal(clock: Clock): Journal {
  const since = clock.now()
  const entries = createRingBuffer<JournalEntry>(mostEntries, mostBytes, forget)
  let wasCleared = false

  const weigh = (entry: RequestEntry) => entries.weigh(entry, weightOf(entry))

  function keepBody(entry: RequestEntry, body: Promise<ArrayBuffer>): void {
    body.then(
      (bytes) => {
        // That there is none is sometimes seen only when it is read.
        if (bytes.byteLength === 0) return
        entry.body = sentBody(bytes)
        weigh(entry)
      },
      // It broke off, and nobody knows it whole.
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
      const entry: RequestEntry = { kind, id, at, method, target, headers, weight: bytesEach }
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

/** What has fallen out is not written on either. */
const forget = ({ connection: record }: JournalEntry): void => record?.forget()

const lengthOf = (texts: readonly unknown[]) =>
  texts.reduce((sum: number, text) => sum + String(text).length, 0)

function weightOf({
  target,
  headers,
  body = '',
  replyBody = '',
  connection: record,
}: RequestEntry): number {
  const asked = bytesAround + target.length + lengthOf(Object.entries(headers).flat())
  const heard = record?.weight ?? 0
  return Math.max(bytesEach, asked) + body.length + replyBody.length + heard
}
