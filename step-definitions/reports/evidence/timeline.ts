import { summaryOf } from '../../support/client.ts'
import type { Evidence, Moment, Omission } from './evidence.ts'
import { indicesNear, shownOf } from './excerpt.ts'
import type { Secrets } from './secrets.ts'
import { showing } from './shown-exchange.ts'
import type { RequestNote, StreamNote, StreamNotes } from './transcript.ts'

const maxMoments = 120
const maxMessageCharacters = 500

/** Of how many complaints and orders the timeline looks for all mentions. */
const maxTold = 10
/** A longer reply, such as a listing, mentions many orders. */
const maxMentioning = 10_000

/** Everything that a scenario noted. Times are of `performance.now`. */
export interface Notes {
  readonly startedAt: number
  /** When a step failed. */
  readonly failedAt: number | undefined
  readonly requests: readonly RequestNote[]
  readonly streams: readonly StreamNotes[]
}

/** What a long timeline shows first. */
export interface Focus {
  readonly ownOrderIds: ReadonlySet<string>
  readonly complaints: readonly string[]
  /** What the failed step said. */
  readonly failure?: string | undefined
}

type Event = { readonly at: number } & (
  | { readonly is: 'request' | 'reply'; readonly request: RequestNote }
  | { readonly is: 'connection'; readonly stream: StreamNotes }
  | { readonly is: 'message'; readonly who: string; readonly note: StreamNote }
  | { readonly is: 'failed' }
)

/**
 * The requests, replies and messages of everyone in one list, in order of time. A long one leaves
 * out what is far from both ends, from the failed step, from what the complaints are about and from
 * the orders that the failure names.
 */
export function timelineOf(
  notes: Notes,
  focus: Focus,
  secrets: Secrets,
): Pick<Evidence, 'timeline' | 'requests' | 'streams'> {
  const show = showing(notes.startedAt, secrets)
  const events = eventsIn(notes, focus.ownOrderIds)
  const requests: RequestNote[] = []
  const streams: StreamNotes[] = []
  const timeline: Moment[] = []
  let next = 0
  for (const index of indicesNear(importantIn(events, focus), events.length, maxMoments)) {
    if (index > next) timeline.push(omissionOf(events.slice(next, index)))
    next = index + 1
    timeline.push(momentOf(events[index] as Event))
  }
  return {
    timeline,
    requests: {
      first: requests.map(show.request),
      omitted: notes.requests.length - requests.length,
    },
    streams: {
      first: streams.map(({ who, sent, entries }) => ({
        who,
        ...show.opening(sent),
        foreign: entries.filter((entry) => !isOwn(entry, focus.ownOrderIds)).length,
      })),
      omitted: notes.streams.filter(({ sent }) => sent).length - streams.length,
    },
  }

  function momentOf(event: Event): Moment {
    const atMs = show.since(event.at)
    switch (event.is) {
      case 'request':
      case 'reply':
        return { is: event.is, atMs, nth: placeOf(event.request, requests) }
      case 'connection':
        return { is: event.is, atMs, nth: placeOf(event.stream, streams) }
      case 'message': {
        const { is, text } = event.note
        const { text: shown } = shownOf(secrets.hiddenIn(text), maxMessageCharacters)
        return { is, atMs, who: event.who, text: shown }
      }
      case 'failed':
        return { is: event.is, atMs }
    }
  }
}

/** The place of an item in a list, to which it is added at its first appearance. */
function placeOf<T>(item: T, list: T[]): number {
  const known = list.lastIndexOf(item)
  return known < 0 ? list.push(item) - 1 : known
}

function eventsIn({ requests, streams, failedAt }: Notes, own: ReadonlySet<string>): Event[] {
  const events: Event[] = requests.flatMap((request) => [
    { is: 'request', at: request.at, request },
    ...(request.endedAt === undefined
      ? []
      : [{ is: 'reply' as const, at: request.endedAt, request }]),
  ])
  for (const stream of streams.filter(({ sent }) => sent)) {
    events.push({ is: 'connection', at: stream.at, stream })
    for (const note of stream.entries.filter((entry) => isOwn(entry, own))) {
      events.push({ is: 'message', at: note.at, who: stream.who, note })
    }
  }
  if (failedAt !== undefined) events.push({ is: 'failed', at: failedAt })
  return events.toSorted((a, b) => a.at - b.at)
}

const isOwn = ({ orderId }: StreamNote, own: ReadonlySet<string>) =>
  orderId === undefined || own.has(orderId)

/** The indices of the events that explain a failure, the most telling ones first. */
function importantIn(events: readonly Event[], focus: Focus): number[] {
  const { ownOrderIds, complaints, failure = '' } = focus
  const about = new Set(complaints.map((text) => text.split('\n  but ')[0] ?? ''))
  const told = [failure, ...complaints.slice(0, maxTold)].join('\n')
  // Whole words, since the id of one order may be part of another's.
  const words = told.split(/[\s"',;(){}[\]/]+/).map((word) => word.replace(/[.:]$/, ''))
  const named = [...new Set(words)].filter((word) => ownOrderIds.has(word)).slice(0, maxTold)
  const weightOf = (event: Event) => {
    if (event.is === 'failed' || isAbout(event, about)) return 2
    return named.some((id) => mentions(event, id)) ? 1 : 0
  }
  const weights = events.map(weightOf)
  return [2, 1].flatMap((weight) =>
    weights.flatMap((one, index) => (one === weight ? [index] : [])),
  )
}

/** Whether a complaint begins as those about this event do. */
function isAbout(event: Event, beginnings: ReadonlySet<string>): boolean {
  if (event.is === 'message') return beginnings.has(`${event.who} received ${event.note.text}`)
  if (event.is !== 'reply') return false
  const { who, reply, noReply } = event.request
  if (!reply) return noReply !== undefined
  const summary = summaryOf(reply)
  return (
    beginnings.has(`${who}: ${summary}`) ||
    beginnings.has(`${who} was refused, and no step checked it: ${summary}`)
  )
}

function mentions(event: Event, orderId: string): boolean {
  if (event.is === 'message') return event.note.orderId === orderId
  if (event.is !== 'request' && event.is !== 'reply') return false
  const { sent, reply } = event.request
  const { text = '' } = reply ?? {}
  return sent.url.includes(orderId) || (text.length < maxMentioning && text.includes(orderId))
}

function omissionOf(events: readonly Event[]): Omission {
  const count = (is: Event['is']) => events.filter((event) => event.is === is).length
  return {
    is: 'omitted',
    requests: count('request'),
    replies: count('reply'),
    messages: count('message'),
  }
}
