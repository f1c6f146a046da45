import type { Action } from '../store/action.ts'
import { outcomeOf } from './api.ts'
import type { Desk } from './desk.ts'

/** How far a burst is. */
export interface Burst {
  readonly times: number
  readonly placed: number
  readonly refused: number
  /** Why the first that failed did. */
  readonly failure: Error | undefined
}

/** A browser has six connections to a host. The rest stay free for reads. */
const atOnce = 4

/** Sends an action as often as it says. Calls `onProgress` after each reply. Stops at the first failure. */
export async function runBurst(
  desk: Desk,
  action: Action,
  onProgress: (burst: Burst) => void,
): Promise<void> {
  const { times = 1 } = action
  let burst: Burst = { times, placed: 0, refused: 0, failure: undefined }
  let sent = 0

  async function sendOneByOne(): Promise<void> {
    while (sent < times && !burst.failure) {
      sent++
      const outcome = await outcomeOf(desk.urls, action)
      burst =
        'reply' in outcome
          ? { ...burst, placed: burst.placed + 1 }
          : { ...burst, refused: burst.refused + 1, failure: outcome.failure }
      onProgress(burst)
    }
  }

  onProgress(burst)
  await Promise.all(Array.from({ length: atOnce }, sendOneByOne))
}
