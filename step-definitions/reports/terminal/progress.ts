import type { FormatterPlugin } from '@cucumber/cucumber/api'
import { hasRoomForBar } from '../../run/terminal.ts'
import { type Message, RunRecord } from '../run-record.ts'
import { statusOf } from '../status.ts'

const barWidth = 24

/** Shows the progress of a run: a bar on a terminal, otherwise a character for each attempt. */
const formatter: FormatterPlugin = {
  type: 'formatter',
  formatter({ on, write }) {
    const record = new RunRecord()
    const show = hasRoomForBar ? barFor(record) : (message: Message) => dotOf(message, record)
    on('message', (message) => {
      record.take(message)
      write(show(message))
    })
  },
}

/** A dot, or an F for a failure, when an attempt ends. */
export function dotOf({ testCaseFinished, testRunFinished }: Message, record: RunRecord): string {
  const attempt = record.attempt(testCaseFinished?.testCaseStartedId)
  if (attempt) return statusOf(attempt) === 'failed' ? 'F' : '.'
  return testRunFinished ? '\n' : ''
}

/** Draws a bar in place whenever an attempt ends. */
export function barFor(record: RunRecord): (message: Message) => string {
  let ended = 0
  let failed = 0
  return ({ testCaseFinished, testRunFinished }) => {
    const attempt = record.attempt(testCaseFinished?.testCaseStartedId)
    if (testRunFinished) return '\n'
    if (!attempt) return ''
    ended += 1
    if (statusOf(attempt) === 'failed') failed += 1
    const bar = '█'.repeat(Math.round((barWidth * ended) / record.planned)).padEnd(barWidth, '░')
    return `\r\x1b[K${bar} ${ended} of ${record.planned}, ${failed || 'none'} failed`
  }
}

// biome-ignore lint/style/noDefaultExport: cucumber-js loads formatters by their default export.
export default formatter
