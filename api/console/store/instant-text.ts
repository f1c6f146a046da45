/** The date of an instant of the API, such as `2026-01-01`. */
export const dateOf = (instant: string) => instant.slice(0, 10)

/** The time of day of an instant of the API, such as `00:00:02.518`. */
export const timeOf = (instant: string) => instant.slice(11, 23)

/** A span of milliseconds for people: `518 ms`, `2.518 s`, `3 min 2 s`, `2 h 5 min`, `3 d 4 h`. */
export function spanText(ms: number): string {
  if (ms < 0) return `−${spanText(-ms)}`
  if (ms < 1000) return `${ms} ms`
  if (ms < 60_000) return `${ms / 1000} s`
  for (const [unit, unitMs, smaller, smallerMs] of units) {
    if (ms < unitMs) continue
    const rest = Math.floor((ms % unitMs) / smallerMs)
    return `${Math.floor(ms / unitMs)} ${unit}${rest > 0 ? ` ${rest} ${smaller}` : ''}`
  }
  return ''
}

const units = [
  ['d', 86_400_000, 'h', 3_600_000],
  ['h', 3_600_000, 'min', 60_000],
  ['min', 60_000, 's', 1000],
] as const

/** The milliseconds from one instant to another. */
export const msBetween = (from: string, to: string) => Date.parse(to) - Date.parse(from)

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })

/** A number with thousands separators. */
export const numberText = (number: number) => numbers.format(number)
