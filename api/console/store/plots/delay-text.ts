import type { Delay, EndpointDelays } from '../../../control/delay-contract.ts'
import { numberText, spanText } from '../instant-text.ts'
import { medianOf, type Range } from './histogram.ts'

/** The delay that a venue is configured to have for an endpoint. */
export const delayFor = (setting: Delay | EndpointDelays, endpoint: string): Delay | undefined =>
  typeof setting === 'object' && !isDelay(setting)
    ? (setting as Readonly<Record<string, Delay>>)[endpoint]
    : (setting as Delay)

const isDelay = (setting: object) =>
  'minMs' in setting || 'medianMs' in setting || 'valuesMs' in setting

/** The range of a delay. Of a lognormal one, from its median to its 95th percentile. */
export function rangeOf(delay: Delay | undefined): Range | undefined {
  if (delay === undefined) return undefined
  if (typeof delay === 'number') return { from: delay, to: delay }
  if ('minMs' in delay) return { from: delay.minMs, to: delay.maxMs }
  if ('medianMs' in delay) return { from: delay.medianMs, to: delay.p95Ms }
  return { from: Math.min(...delay.valuesMs), to: Math.max(...delay.valuesMs) }
}

/** A configured delay in words. */
export function configuredText(delay: Delay | undefined): string {
  if (delay === undefined) return 'not configured'
  if (typeof delay === 'number') return `configured ${spanText(delay)}`
  if ('minMs' in delay) return `configured ${spanText(delay.minMs)} to ${spanText(delay.maxMs)}`
  if ('medianMs' in delay) {
    return `configured median ${spanText(delay.medianMs)}, 95 % within ${spanText(delay.p95Ms)}`
  }
  return `configured: one of ${numberText(delay.valuesMs.length)} values`
}

/** A histogram in words, such as `42 orders, median 2.21 s; configured 1.5 s to 3 s`. */
export function delaysText(values: readonly number[], what: string, delay: Delay | undefined) {
  const median = medianOf(values)
  const measured =
    median === undefined
      ? `no ${what} yet`
      : `${numberText(values.length)} ${what}, median ${spanText(median)}`
  return `${measured}; ${configuredText(delay)}`
}
