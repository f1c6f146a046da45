import type { Plugin } from '@cucumber/cucumber/api'
import { hasRoomForBar } from '../../run/terminal.ts'
import { hearProgress, type Progress } from '../progress.ts'

const quietMs = 2000
const barWidth = 24

/** Tells a person who waits how far the burst has come. */
const plugin: Plugin = {
  type: 'plugin',
  coordinator: () => hearProgress(untilOver(hasRoomForBar ? drawBar : tellNowAndThen())),
}

/** Tells that a burst is over once; another may follow. */
function untilOver(tell: (progress: Progress) => void): (progress: Progress) => void {
  let wasOver = false
  return (progress) => {
    if (!wasOver || !isOver(progress)) tell(progress)
    wasOver = isOver(progress)
  }
}

/** On a terminal, one line that changes. */
function drawBar(progress: Progress): void {
  const { orders, sent, confirmed, executed } = progress
  const filled = Math.round((barWidth * (sent + confirmed + executed)) / (3 * orders))
  const bar = '█'.repeat(filled).padEnd(barWidth, '░')
  const end = isOver(progress) ? '\n' : ''
  process.stdout.write(`\r\x1b[K${bar} ${inWords(progress)}${end}`)
}

/** Elsewhere, a line every few seconds, and one at the end. */
function tellNowAndThen(): (progress: Progress) => void {
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
  return `of ${of} orders ${placed} placed, ${answered} confirmed, ${done} executed after ${seconds} s`
}

const written = (count: number) => count.toLocaleString('en')

// biome-ignore lint/style/noDefaultExport: cucumber-js looks for a plugin there.
export default plugin
