import { printable } from '../../support/printable.ts'
import { type Cause, causesOf } from '../document/causes.ts'
import type { FeatureResult } from '../document/model.ts'
import { casesIn } from '../document/scenarios.ts'
import { reproductionOf } from '../page/reproduction.ts'
import { counted } from '../page/words.ts'

const maxCauses = 20
const maxPlaces = 4
const maxPromises = 2
const maxLines = 15
const longestLine = 240

/**
 * The failed scenarios by cause, each cause in at most 15 lines of at most 240 characters. They
 * contain no character that controls a terminal. Empty if none failed.
 */
export function failuresForTerminal(features: readonly FeatureResult[]): string[] {
  const causes = causesOf(casesIn(features))
  const omitted = causes.length - maxCauses
  return [
    ...causes.slice(0, maxCauses).flatMap((cause, index) => ['', ...linesOf(cause, index + 1)]),
    ...(omitted > 0 ? ['', `… ${counted(omitted, 'more cause')} in the report`] : []),
  ].map(fitting)
}

function linesOf({ sentence, promises, cases }: Cause, number: number): string[] {
  const [shown] = cases
  const command = reproductionOf(shown)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `   ${line}`)
  const lines = [
    `${number}) ${counted(cases.length, 'scenario')} failed: ${sentence}`,
    ...excerpt(
      promises.map(({ name }) => `   breaks: ${name}`),
      maxPromises,
      'promise',
    ),
    ...excerpt(
      cases.map(({ place, name }) => `   ${place}  ${name}`),
      maxPlaces,
      'scenario',
    ),
  ]
  // Half a command would be of no use; the last line is only the reply.
  const hasRoom =
    lines.length + command.length <= maxLines &&
    command.slice(0, -1).every((line) => line.length <= longestLine)
  return [...lines, ...(hasRoom ? command : ['   The curl commands are in the report.'])]
}

const excerpt = (lines: readonly string[], most: number, noun: string) =>
  lines.length <= most
    ? lines
    : [...lines.slice(0, most), `   … ${counted(lines.length - most, `more ${noun}`)}`]

function fitting(line: string): string {
  const safe = printable(line)
  return safe.length > longestLine ? `${safe.slice(0, longestLine - 2)} …` : safe
}
