import { styleText } from 'node:util'
import type { Ended } from './parts.ts'

/** The end of a run: a line for each part, then one for all. */
export function summaryOf(ended: readonly Ended[], tookMs: number): string {
  const failed = ended.filter(({ isOk }) => !isOk).map(({ name }) => name)
  const lines = ended.map(lineOf)
  const verdict =
    failed.length === 0
      ? styleText('green', 'All passed', { stream: process.stdout })
      : styleText('red', `Failed: ${failed.join(', ')}`, { stream: process.stdout })
  return `\n${[...lines, `${verdict} in ${seconds(tookMs)}`].join('\n')}\n`
}

function lineOf({ name, isOk, counts, tookMs }: Ended): string {
  const how = counts
    ? `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    : isOk
      ? 'passed'
      : 'failed'
  return `${name.padEnd(8)}${how.padEnd(40)}${seconds(tookMs).padStart(6)}`
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`
