import { endpointsToMeasure, measureCapacity } from './capacity.ts'

/**
 * Sends a first few requests to the target, and tells the workers how many it serves at the same
 * moment. Rejects if the target is no order server.
 */
export async function tryOut(): Promise<void> {
  // Imported here, because loading them reads the settings; `findTarget` reports a bad one.
  const { preflight } = await import('./preflight.ts')
  const { latencies } = await import('../support/settings.ts')
  const { envelopeOf } = await import('../support/latencies.ts')
  const { atATime } = await import('../support/in-time.ts')
  const { send } = await import('../support/client.ts')
  const requests = await preflight()
  const measured = endpointsToMeasure(latencies)
  const requestAt = (nth: number) => requests[measured[nth % measured.length] ?? 'find']
  const latency = envelopeOf(latencies, measured)
  const atOnce = await measureCapacity((nth) => send(requestAt(nth)), latency)
  if (atOnce === Number.POSITIVE_INFINITY) return
  process.env.REQUESTS_AT_ONCE = `${atOnce}`
  process.stdout.write(
    `The target answers ${atATime(atOnce)}: running one worker, which sends no more than that. ` +
      'Whether the latency of one trader delays another is judged separately.\n',
  )
}
