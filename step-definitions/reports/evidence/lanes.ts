import type { Evidence, Moment } from './evidence.ts'

type Recorded = Pick<Evidence, 'timeline' | 'requests' | 'streams'>

/** A person's lane in one row. */
export interface Lane {
  /** Empty in the rows of others. */
  readonly mark: string
  /** Whether a request of this person waits for its reply before and after this moment. */
  readonly waits: readonly ('before' | 'after')[]
}

const marks = {
  request: '→',
  reply: '←',
  connection: '○',
  received: '◆',
  sent: '◇',
  broken: '×',
  failed: '',
  omitted: '',
} as const satisfies Record<Moment['is'], string>

/** For each row of the timeline, a lane for each person, in the order in which they appear. */
export function lanesOf(recorded: Recorded): Lane[][] {
  const { timeline } = recorded
  const people = [...new Set(timeline.flatMap((moment) => whoIn(moment, recorded) ?? []))]
  const waits = waitsIn(recorded)
  return timeline.map((moment, row) =>
    people.map((who) => {
      const own = waits.filter((wait) => wait.who === who)
      const isBefore = own.some(({ from, to }) => from < row && row <= to)
      const isAfter = own.some(({ from, to }) => from <= row && row < to)
      return {
        mark: who === whoIn(moment, recorded) ? marks[moment.is] : '',
        waits: [...(isBefore ? ['before' as const] : []), ...(isAfter ? ['after' as const] : [])],
      }
    }),
  )
}

/**
 * From which row to which each request waits for its reply. If the row of the one or the other is
 * left out, this is the row next to its place.
 */
function waitsIn({ timeline, requests }: Recorded): { who: string; from: number; to: number }[] {
  const rowOf = (is: 'request' | 'reply', nth: number) =>
    timeline.findIndex((moment) => moment.is === is && moment.nth === nth)
  const rowsUntil = (atMs: number) =>
    timeline.findLastIndex((moment) => moment.is !== 'omitted' && moment.atMs <= atMs)
  return requests.first.flatMap(({ who, atMs, reply }, nth) => {
    const [sent, answered] = [rowOf('request', nth), rowOf('reply', nth)]
    if (answered < 0 && !reply) return []
    const from = sent < 0 ? rowsUntil(atMs) : sent
    return [
      { who, from, to: answered < 0 ? rowsUntil(atMs + (reply?.afterMs ?? 0)) + 1 : answered },
    ]
  })
}

/** The person that a row of the timeline is about. */
export function whoIn(
  moment: Moment,
  { requests, streams }: Pick<Evidence, 'requests' | 'streams'>,
): string | undefined {
  switch (moment.is) {
    case 'request':
    case 'reply':
      return requests.first[moment.nth]?.who
    case 'connection':
      return streams.first[moment.nth]?.who
    case 'received':
    case 'sent':
    case 'broken':
      return moment.who
    default:
      return undefined
  }
}
