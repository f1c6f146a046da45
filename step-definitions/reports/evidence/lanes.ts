import type { Evidence, Moment } from './evidence.ts'

/** A person's lane in one row. */
export interface Lane {
  /** Empty in the rows of others. */
  readonly mark: string
  /** Whether a request of this person waits for its reply before and after this moment. */
  readonly waits: readonly ('before' | 'after')[]
}

/** Times are rounded to a tenth of a millisecond, so sums of two may differ by that. */
const exact = 0.15

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
export function lanesOf(recorded: Pick<Evidence, 'timeline' | 'requests' | 'streams'>): Lane[][] {
  const { timeline, requests } = recorded
  const people = [...new Set(timeline.flatMap((moment) => whoIn(moment, recorded) ?? []))]
  const waits = requests.first.flatMap(({ who, atMs, reply }, nth) => {
    const untilMs = reply ? atMs + reply.afterMs : givenUpAtMs(nth)
    return untilMs === undefined ? [] : [{ who, atMs, untilMs }]
  })
  let nowMs = 0
  return timeline.map((moment) => {
    if (moment.is !== 'omitted') nowMs = moment.atMs
    return people.map((who) => {
      const own = waits.filter((wait) => wait.who === who)
      const waitsBefore = own.some(({ atMs, untilMs }) => atMs < nowMs && nowMs < untilMs + exact)
      const waitsAfter = own.some(({ atMs, untilMs }) => atMs <= nowMs && nowMs < untilMs - exact)
      return {
        mark: who === whoIn(moment, recorded) ? marks[moment.is] : '',
        waits: [
          ...(waitsBefore ? ['before' as const] : []),
          ...(waitsAfter ? ['after' as const] : []),
        ],
      }
    })
  })

  /** When the sender of a request without a reply gave up, if the timeline shows that. */
  function givenUpAtMs(nth: number): number | undefined {
    const end = timeline.find((moment) => moment.is === 'reply' && moment.nth === nth)
    return end?.is === 'reply' ? end.atMs : undefined
  }
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
