/** A uniform distribution of delays in milliseconds, both bounds included. */
export type DelayRange = { readonly shortestMs: number; readonly longestMs: number }

/** As `parseDelayRange` reads it. */
export const writtenRange = ({ shortestMs, longestMs }: DelayRange): string =>
  shortestMs === longestMs ? `${shortestMs}` : `${shortestMs}-${longestMs}`

/**
 * Reads `100-1000` (from, to), `250` (constant) or `0` (none).
 * Throws on anything else; the error names the variable.
 */
export function parseDelayRange(name: string, text: string): DelayRange {
  const [, shortest, longest] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? []
  const range = { shortestMs: Number(shortest), longestMs: Number(longest ?? shortest) }
  if (!(range.shortestMs <= range.longestMs)) {
    throw new Error(`${name} must be milliseconds such as 100-1000, 250 or 0, but is "${text}"`)
  }
  return range
}
