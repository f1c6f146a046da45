import type { Clock } from '../../engine/index.ts'

/**
 * Calls `beat` every `everyMs` milliseconds on a clock. Beats that are missed while the process is
 * suspended are merged into one. Returns a stop function.
 */
export function startHeartbeat(everyMs: number, clock: Clock, beat: () => void): () => void {
  let cancel = () => {}
  let isOver = false

  function at(due: number): void {
    cancel = clock.schedule(due, () => {
      beat()
      const missed = Math.floor((clock.now() - due) / everyMs)
      if (!isOver) at(due + (missed + 1) * everyMs)
    })
  }

  at(clock.now() + everyMs)
  return () => {
    isOver = true
    cancel()
  }
}
