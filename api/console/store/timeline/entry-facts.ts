import type { JournalEntry } from '../../../control/journal-contract.ts'

/** The path of a request, without its query. */
export const pathOf = ({ target }: JournalEntry) => target.split('?', 1)[0] ?? ''

/** Whether a page of this origin sent the request. */
export const isOwn = ({ headers }: JournalEntry, origin: string) => headers.origin === origin

/** The name of the client that sent a request: the first word of its User-Agent, without its version. */
export const clientOf = ({ headers }: JournalEntry): string =>
  headers['user-agent']?.split(/[/\s]/, 1)[0] || 'client'

/** A member of a JSON text; undefined if there is none, or no JSON. */
export function memberOf(text: string | undefined, name: string): unknown {
  if (!text?.startsWith('{')) return undefined
  try {
    return (JSON.parse(text) as Record<string, unknown>)[name]
  } catch {
    return undefined
  }
}

/** The id of the order that a request names or placed; undefined if it concerns none or many. */
export function orderIdOf(entry: JournalEntry): string | undefined {
  const [, inPath] = /^(?:\/venues\/[^/]+)?\/orders\/([^/]+)/.exec(pathOf(entry)) ?? []
  if (inPath !== undefined) return decodeURIComponent(inPath)
  const placed = memberOf(entry.reply?.body, 'orderId')
  return typeof placed === 'string' ? placed : undefined
}

/** The position of the log that a reply states; undefined if it states none. */
export function positionOf({ reply }: JournalEntry): number | undefined {
  const text = Object.entries(reply?.headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'log-position',
  )?.[1]
  return text === undefined ? undefined : Number(text)
}

/** What a fault made of a request. */
const markOfFault: Readonly<Record<string, string>> = {
  close: 'lost',
  reset: 'lost',
  truncate: 'truncated',
  delay: 'delayed',
  answer: 'replaced',
}

/** What was wrong with the reply that the client received; undefined if nothing was. */
export function replyMark({ faults = [], clientLeft }: JournalEntry): string | undefined {
  const marks = faults.map(({ does }) => markOfFault[does] ?? does)
  if (marks.length > 0) return [...new Set(marks)].join(', ')
  return clientLeft ? 'client left' : undefined
}
