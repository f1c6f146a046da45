import type { OrderEvent } from '../../contract/orders.ts'
import type { Frame } from '../../control/frame-contract.ts'
import type { JournalEntry } from '../../control/journal-contract.ts'
import type { Recording } from '../../control/recording-contract.ts'
import type { Action } from '../store/action.ts'
import type { RunSource } from '../store/export/run.ts'
import { listEntries, listFrames } from '../store/journal-actions.ts'
import { readLog } from '../store/order-actions.ts'
import { nextCursor, send, type Urls } from './api.ts'
import type { Desk } from './desk.ts'

/** The API's limit for a page. */
const pageSize = 1000

/** More steps than this make no readable test. */
export const mostSteps = 1000

/** Reads all frames of a connection. */
async function readFrames(urls: Urls, venue: string, entry: number): Promise<Frame[]> {
  const frames: Frame[] = []
  let cursor: string | undefined
  do {
    const { body, headers } = await send(urls, listFrames(venue, entry, cursor))
    frames.push(...(body as Frame[]))
    cursor = nextCursor(headers)
  } while (cursor !== undefined)
  return frames
}

/** Reads what a recording lacks: the journal's entries, the frames of each connection, and the events. */
export async function readRun(
  { urls, venue: { name } }: Desk,
  recording: Recording,
): Promise<RunSource> {
  const list = async <T>(action: Action) => (await send(urls, action)).body as T[]

  async function all<T>(pageAfter: (last: T | undefined) => Action): Promise<T[]> {
    const items: T[] = []
    for (;;) {
      const page = await list<T>(pageAfter(items.at(-1)))
      items.push(...page)
      if (page.length < pageSize) return items
    }
  }

  const entries = await all<JournalEntry>((last) => listEntries(name, last?.id ?? 0))
  const events = await all<OrderEvent>((last) => readLog(name, last?.position ?? 0, pageSize))
  const frames = new Map<number, readonly Frame[]>()
  for (const { id, stream } of entries) {
    // A connection whose oldest frames are no longer recorded has no complete list.
    if (stream?.dropped === 0) frames.set(id, await readFrames(urls, name, id))
  }
  return { recording, entries, events, frames }
}
