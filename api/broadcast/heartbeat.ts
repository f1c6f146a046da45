import type { Clock } from '../../engine/index.ts'

/**
 * Calls `beat` each time that `everyMs` milliseconds have passed on a clock. One beat says all that
 * those would have said which a pause of the process made late. The result ends it.
 */
export function startHeartbeat(everyMs: number, clock: Clock, beat: () => void): () => void {
  let callOff = () => {}
  let isOver = false

  function at(due: number): void {
    callOff = clock.schedule(due, () => {
      beat()
      const late = Math.floor((clock.now() - due) / everyMs)
      if (!isOver) at(due + (late + 1) * everyMs)
    })
  }

  at(clock.now() + everyMs)
  return () => {
    isOver = true
    callOff()
  }
}
