import { resolve } from 'node:path'
import { spec, type TestEvent } from 'node:test/reporters'
import { styleText } from 'node:util'

const perLine = 100

/**
 * A reporter for Node's test runner. Prints a character for each finished test, then all failures in
 * full and the closing lines in the format of Node's `spec` reporter.
 */
export async function* progress(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const closing = new spec()
  let ended = 0
  for await (const event of events) {
    if (event.type === 'test:complete' && isTest(event.data)) {
      yield markOf(event.data)
      ended += 1
      if (ended % perLine === 0) yield '\n'
    }
    if (isInClosingReport(event)) closing.write(event)
  }
  closing.end()
  yield '\n'
  for await (const text of closing) yield `${text}`
}

type Complete = Extract<TestEvent, { type: 'test:complete' }>['data']

/** Excludes suites, and files: the runner reports each file as a test of its own. */
const isTest = ({ details, name, file }: Complete) =>
  details.type !== 'suite' && (file === undefined || resolve(name) !== file)

function markOf({ details, skip }: Complete): string {
  if (skip !== undefined) return styleText('yellow', '-', { stream: process.stdout })
  if (details.passed) return styleText('green', '.', { stream: process.stdout })
  return styleText('red', 'F', { stream: process.stdout })
}

/**
 * Whether an event belongs to the closing report. Excludes suites that only repeat their tests'
 * failures. Diagnostics without a file are about the whole run.
 */
function isInClosingReport({ type, data }: TestEvent): boolean {
  if (type === 'test:fail') return failureTypeOf(data.details.error) !== 'subtestsFailed'
  if (type === 'test:diagnostic') return data.file === undefined
  return ['test:stdout', 'test:stderr', 'test:summary'].includes(type)
}

const failureTypeOf = (error: Error & { failureType?: string }) => error.failureType
