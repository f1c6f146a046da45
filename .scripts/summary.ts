import { styleText } from 'node:util'
import type { Ended } from './parts.ts'

/** A table of the parts of a run, then the verdict on one line. */
export function summaryOf(ended: readonly Ended[], tookMs: number): string {
  const failed = ended.filter(({ isOk }) => !isOk).map(({ name }) => name)
  const verdict =
    failed.length === 0
      ? styleText('green', 'All passed', { stream: process.stdout })
      : styleText('red', `Failed: ${failed.join(', ')}`, { stream: process.stdout })
  const lines = [['', 'passed', 'failed', 'skipped', 'time'], ...ended.map(cellsOf)].map(lineOf)
  return `\n${lines.join('\n')}\n${verdict} in ${seconds(tookMs)}\n`
}

function cellsOf({ name, isOk, counts, tookMs }: Ended): string[] {
  const one = [isOk ? 'yes' : '', isOk ? '' : 'yes', '']
  const cells = counts ? [counts.passed, counts.failed, counts.skipped].map(String) : one
  return [name, ...cells, seconds(tookMs)]
}

const lineOf = ([name = '', ...cells]: string[]) =>
  name.padEnd(6) + cells.map((cell) => cell.padStart(9)).join('')

const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`
