import { stdout } from 'node:process'

/**
 * Says after a second that the run waits for its target: once, or on a terminal every second in the
 * same line. Call the returned function when the wait is over.
 */
export function showWaiting(address: string, mostMs: number): () => void {
  let leftMs = mostMs
  const timer = setInterval(() => {
    leftMs -= 1000
    const isFirst = leftMs === mostMs - 1000
    const text = `No reply at ${address} yet: waiting up to ${leftMs / 1000} s more.`
    if (stdout.isTTY) stdout.write(`\r\x1b[K${text}`)
    else if (isFirst) stdout.write(`${text}\n`)
  }, 1000)
  return () => {
    clearInterval(timer)
    if (stdout.isTTY && leftMs < mostMs) stdout.write('\r\x1b[K')
  }
}
