import { setTimeout } from 'node:timers/promises'

/** Repeats an attempt until it succeeds. After the given time the last failure is thrown. */
export async function eventually<T>(attempt: () => Promise<T>, withinMs = 30_000): Promise<T> {
  const endsAt = performance.now() + withinMs
  for (;;) {
    try {
      return await attempt()
    } catch (failure) {
      if (performance.now() > endsAt) throw failure
    }
    await setTimeout(50)
  }
}
