/** Such as `1 order` or `1,000 orders`. */
export const counted = (count: number, noun: string) =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** A duration, such as `20 ms` or `1.5 s`. */
export const lasted = (ms: number) =>
  ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`

/** A time, such as `30 November 2026, 09:30 UTC`. */
export const whenIn = (date: Date) =>
  `${date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })}, ${date.toISOString().slice(11, 16)} UTC`
