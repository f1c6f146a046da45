import type { Plugin } from '@cucumber/cucumber/api'
import { hasRoomForBar } from '../../run/terminal.ts'
import { onProgress, type Progress } from '../progress.ts'

const quietMs = 2000
const barWidth = 24

/** Shows the progress of the burst. */
const plugin: Plugin = {
  type: 'plugin',
  coordinator: () => onProgress(untilOver(hasRoomForBar ? drawBar : printPeriodically())),
}

/** Passes on the end of each burst only once. */
function untilOver(show: (progress: Progress) => void): (progress: Progress) => void {
  let wasOver = false
  return (progress) => {
    if (!wasOver || !isOver(progress)) show(progress)
    wasOver = isOver(progress)
  }
}

/** A bar on a terminal, redrawn in place. */
function drawBar(progress: Progress): void {
  const { orders, sent, confirmed, executed } = progress
  const filled = Math.round((barWidth * (sent + confirmed + executed)) / (3 * orders))
  const bar = '█'.repeat(filled).padEnd(barWidth, '░')
  const end = isOver(progress) ? '\n' : ''
  process.stdout.write(`\r\x1b[K${bar} ${inWords(progress)}${end}`)
}

/** Without a terminal: a line every two seconds, and one at the end. */
function printPeriodically(): (progress: Progress) => void {
  let nextMs = quietMs
  return (progress) => {
    if (progress.elapsedMs < nextMs && !isOver(progress)) return
    nextMs = progress.elapsedMs + quietMs
    process.stdout.write(`${inWords(progress)}\n`)
  }
}

const isOver = ({ orders, executed }: Progress) => executed === orders

function inWords({ orders, sent, confirmed, executed, elapsedMs }: Progress): string {
  const [of, placed, answered, done] = [orders, sent, confirmed, executed].map(written)
  const seconds = (elapsedMs / 1000).toFixed(1)
  return `${placed} of ${of} orders placed, ${answered} confirmed, ${done} executed after ${seconds} s`
}

const written = (count: number) => count.toLocaleString('en')

// biome-ignore lint/style/noDefaultExport: cucumber-js loads plugins by their default export.
export default plugin
