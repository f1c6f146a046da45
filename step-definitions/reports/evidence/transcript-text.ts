import type { Evidence, RecordedRequest } from './evidence.ts'
import { shownItems } from './excerpt.ts'
import { pathIn } from './path-in.ts'

const longestLine = 400
const maxLines = 80

/**
 * What a scenario sent and received as plain text, one line each, for reports that show text only.
 */
export function transcriptOf({ requests, streams }: Evidence): string {
  const messages = shownItems(streams).flatMap(({ who, entries }) =>
    shownItems(entries).map(({ atMs, is, text }) => ({
      atMs,
      text: `${who} ${verbs[is]} ${text}`,
    })),
  )
  const lines = [...shownItems(requests).map(lineOf), ...messages].toSorted(
    (a, b) => a.atMs - b.atMs,
  )
  const omitted = lines.length - maxLines
  return [
    ...(omitted > 0 ? [`(${omitted} earlier lines omitted)`] : []),
    ...lines.slice(-maxLines).map(({ atMs, text }) => {
      const line = text.length > longestLine ? `${text.slice(0, longestLine)} …` : text
      return `${(atMs / 1000).toFixed(3).padStart(7)} s  ${line}`
    }),
  ].join('\n')
}

const verbs = { received: 'receives', sent: 'sends', broken: 'is disconnected:' } as const

function lineOf({ who, atMs, method, url, body, reply, noReply }: RecordedRequest) {
  const request = `${who}: ${method} ${pathIn(url)} ${body?.text ?? ''}`.trim()
  const outcome = reply
    ? `${reply.status} after ${Math.round(reply.afterMs)} ms ${reply.body.text}`.trim()
    : `no reply: ${noReply}`
  return { atMs: atMs + (reply?.afterMs ?? 0), text: `${request} → ${outcome}` }
}
