import type { Asked, Evidence } from './evidence.ts'
import { shownItems } from './excerpt.ts'
import { pathIn } from './path-in.ts'

const longestLine = 400
const mostLines = 80

/** What a scenario sent, got and heard as plain text, a line for each, for reports that show no more. */
export function transcriptOf({ asked, streams }: Evidence): string {
  const told = shownItems(streams).flatMap(({ who, told }) =>
    shownItems(told).map(({ atMs, is, text }) => ({ atMs, text: `${who} ${verbs[is]} ${text}` })),
  )
  const lines = [...shownItems(asked).map(lineOf), ...told].toSorted((a, b) => a.atMs - b.atMs)
  const left = lines.length - mostLines
  return [
    ...(left > 0 ? [`(${left} earlier lines are not shown)`] : []),
    ...lines.slice(-mostLines).map(({ atMs, text }) => {
      const line = text.length > longestLine ? `${text.slice(0, longestLine)} …` : text
      return `${(atMs / 1000).toFixed(3).padStart(7)} s  ${line}`
    }),
  ].join('\n')
}

const verbs = { heard: 'hears', said: 'says', broken: 'is cut off:' } as const

function lineOf({ who, atMs, method, url, body, reply, silence }: Asked) {
  const asked = `${who}: ${method} ${pathIn(url)} ${body?.text ?? ''}`.trim()
  const answer = reply
    ? `${reply.status} after ${Math.round(reply.afterMs)} ms ${reply.body.text}`.trim()
    : `nothing: ${silence}`
  return { atMs: atMs + (reply?.afterMs ?? 0), text: `${asked} → ${answer}` }
}
