import { counted } from '../page/words.ts'
import type { Evidence, Moment, Omission, RecordedRequest } from './evidence.ts'
import { pathIn } from './path-in.ts'

const longestLine = 400
const maxLines = 80

/** The timeline of a scenario as plain text, one line a row, for reports that show text only. */
export function transcriptOf({ timeline, requests, streams }: Evidence): string {
  const omitted = timeline.length - maxLines
  return [
    ...(omitted > 0 ? [`(${omitted} earlier lines omitted)`] : []),
    ...timeline.slice(-maxLines).map((moment) => {
      if (moment.is === 'omitted') return `        …  ${omittedInWords(moment)} left out`
      const text = textOf(moment)
      const line = text.length > longestLine ? `${text.slice(0, longestLine)} …` : text
      return `${(moment.atMs / 1000).toFixed(3).padStart(7)} s  ${line}`
    }),
  ].join('\n')

  function textOf(moment: Exclude<Moment, Omission>): string {
    switch (moment.is) {
      case 'request': {
        const { who, body } = requests.first[moment.nth] as RecordedRequest
        return `${who} sends ${lineOf(requests.first[moment.nth])} ${body?.text ?? ''}`.trim()
      }
      case 'reply': {
        const { who, reply, noReply } = requests.first[moment.nth] as RecordedRequest
        const about = lineOf(requests.first[moment.nth])
        if (!reply) return `${who} gets no reply to ${about}: ${noReply}`
        const afterMs = Math.round(reply.afterMs)
        return `${who} gets ${reply.status} after ${afterMs} ms for ${about} ${reply.body.text}`.trim()
      }
      case 'connection':
        return `${streams.first[moment.nth]?.who} subscribes to ${pathIn(streams.first[moment.nth]?.url ?? '')}`
      case 'failed':
        return 'The step failed.'
      case 'broken':
        return `${moment.who} is disconnected: ${moment.text}`
      default:
        return `${moment.who} ${moment.is === 'sent' ? 'sends' : 'receives'} ${moment.text}`
    }
  }
}

const lineOf = (request: RecordedRequest | undefined) =>
  `${request?.method} ${pathIn(request?.url ?? '')}`

/** How many requests and messages there were, with those that the timeline leaves out. */
export function totalsOf(timeline: readonly Moment[]): Pick<Omission, 'requests' | 'messages'> {
  const totals = { requests: 0, messages: 0 }
  for (const moment of timeline) {
    if (moment.is === 'request') totals.requests += 1
    if (moment.is === 'received' || moment.is === 'sent') totals.messages += 1
    if (moment.is === 'omitted') {
      totals.requests += moment.requests
      totals.messages += moment.messages
    }
  }
  return totals
}

/** Such as `40 requests and 9,840 messages`. */
export function omittedInWords({ requests, replies, messages }: Omission): string {
  const parts = [
    requests > 0 && counted(requests, 'request'),
    replies > 0 && `${replies.toLocaleString('en')} ${replies === 1 ? 'reply' : 'replies'}`,
    messages > 0 && counted(messages, 'message'),
  ].filter((part) => part !== false)
  return parts.join(', ')
}
