import { resolve } from 'node:path'
import { spec, type TestEvent } from 'node:test/reporters'
import { styleText } from 'node:util'

const perLine = 100

/**
 * A reporter for Node's test runner: a character for each test when it ends, then each failure in
 * full and the closing lines, both as Node's own `spec` writes them.
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
    if (isOfClosing(event)) closing.write(event)
  }
  closing.end()
  yield '\n'
  for await (const text of closing) yield `${text}`
}

type Complete = Extract<TestEvent, { type: 'test:complete' }>['data']

/** A test, not a suite, nor a file, which counts as a test of the process that runs it. */
const isTest = ({ details, name, file }: Complete) =>
  details.type !== 'suite' && (file === undefined || resolve(name) !== file)

function markOf({ details, skip }: Complete): string {
  if (skip !== undefined) return styleText('yellow', '-', { stream: process.stdout })
  if (details.passed) return styleText('green', '.', { stream: process.stdout })
  return styleText('red', 'F', { stream: process.stdout })
}

/** A suite that failed by its tests alone repeats them; diagnostics without a file are about the whole run. */
function isOfClosing({ type, data }: TestEvent): boolean {
  if (type === 'test:fail') return failureTypeOf(data.details.error) !== 'subtestsFailed'
  if (type === 'test:diagnostic') return data.file === undefined
  return ['test:stdout', 'test:stderr', 'test:summary'].includes(type)
}

const failureTypeOf = (error: Error & { failureType?: string }) => error.failureType
