import type { Frame } from '../../control/frame-contract.ts'
import type { JournalCount, JournalEntry } from '../../control/journal-contract.ts'
import type { Action } from '../store/action.ts'
import { countEntries, listEntries, listFrames } from '../store/journal-actions.ts'
import { isOwn } from '../store/timeline/entry-facts.ts'
import { createTimelineData, type TimelineData } from '../store/timeline/timeline-data.ts'
import { nextCursor, type Reply, send } from './api.ts'
import type { Desk } from './desk.ts'

const limits = { entries: 5000, connections: 8 }

/** How much is read at a time, so that one reading stays short. */
const mostPages = 5
const mostUnfinished = 20

/** A page of the API. */
const pageSize = 1000

/** What has been read of a connection. */
interface ReadFrames {
  /** The counts of the entry when all of its frames had been read. */
  state: string
  /** The frames of the pages before the last. */
  whole: readonly Frame[]
  /** Where the last page starts. */
  cursor: string | undefined
}

type Get = (action: Action) => Promise<Reply>

/** Reads entries after the last one, or the last ones of the journal. */
async function readNew(get: Get, venue: string, data: TimelineData): Promise<void> {
  let after = data.last || (await firstToRead(get, venue))
  for (let page = 0; page < mostPages; page++) {
    const entries = (await get(listEntries(venue, after))).body as JournalEntry[]
    data.add(entries)
    if (entries.length < pageSize) return
    after = data.last
  }
}

async function firstToRead(get: Get, venue: string): Promise<number> {
  const { count, dropped } = (await get(countEntries(venue))).body as JournalCount
  return Math.max(0, dropped + count - limits.entries)
}

/** Reads entries again that had no reply, or whose connection was open. */
async function readUnfinished(get: Get, venue: string, data: TimelineData): Promise<void> {
  const pages = data
    .unfinished()
    .slice(-mostUnfinished)
    .map(({ id }) => get(listEntries(venue, id - 1, 1)))
  data.add((await Promise.all(pages)).flatMap(({ body }) => body as JournalEntry[]))
}

/** Reads the last page of the frames of a connection again, and a few pages after it. */
async function readFrames(
  get: Get,
  venue: string,
  { id, stream }: JournalEntry,
  read: ReadFrames,
): Promise<readonly Frame[]> {
  for (let page = 0; page < mostPages; page++) {
    const { body, headers } = await get(listFrames(venue, id, read.cursor))
    const all = [...read.whole, ...(body as Frame[])].slice(-mostPages * pageSize)
    const next = nextCursor(headers)
    if (next === undefined) {
      read.state = JSON.stringify(stream)
      return all
    }
    read.whole = all
    read.cursor = next
  }
  return read.whole
}

/** Reads the journal of a venue and the frames of its connections, while the page shows them. */
export function createTimelineFeed() {
  let data = createTimelineData(limits)
  let connections = new Map<number, ReadFrames>()
  /** Which journal was read. */
  let source = ''
  let isReading = false

  async function readConnections(get: Get, venue: string): Promise<void> {
    const [into, known] = [data, connections]
    const others = into.entries.filter((entry) => entry.stream && !isOwn(entry, location.origin))
    for (const entry of others.slice(-limits.connections)) {
      const read = known.get(entry.id) ?? { state: '', whole: [], cursor: undefined }
      known.set(entry.id, read)
      if (read.state === JSON.stringify(entry.stream)) continue
      into.setFrames(entry.id, await readFrames(get, venue, entry, read))
    }
  }

  async function readAll({ urls, venue: { name } }: Desk): Promise<void> {
    const get: Get = (action) => send(urls, action)
    const into = data
    await readUnfinished(get, name, into)
    await readNew(get, name, into)
    await readConnections(get, name)
  }

  return {
    get data(): TimelineData {
      return data
    },
    /** Reads the page of entries before the first. */
    async readEarlier({ urls, venue: { name } }: Desk): Promise<void> {
      const into = data
      const first = into.entries[0]?.id ?? 1
      const after = Math.max(0, first - 1 - pageSize)
      const { body } = await send(urls, listEntries(name, after, first - 1 - after))
      if (into.entries[0]?.id === first) into.addEarlier(after, body as JournalEntry[])
    },
    /** Reads what is new, unless it is still reading. A journal that was dropped is forgotten. */
    read(desk: Desk): void {
      const { name, state } = desk.venue
      const now = `${name} ${state?.logId} ${state?.journal}`
      if (now !== source) {
        source = now
        data = createTimelineData(limits)
        connections = new Map()
      }
      if (isReading || !state?.journal) return
      isReading = true
      // A venue that is closed or unreachable is reported by the connection's state.
      const ended = readAll(desk).catch(() => {})
      void ended.then(() => {
        isReading = false
        desk.redraw()
      })
    },
  }
}
