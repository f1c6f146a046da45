import { max, median, quantile } from 'd3-array'

interface Reply {
  readonly at: number
  /** How long after the first try it came, in milliseconds. */
  readonly afterMs: number
}

/** How long commands failed, by the kind of failure. */
export function createOutages() {
  const byKind = new Map<string, { readonly silent: number[]; readonly longest: number[] }>()
  return {
    /** Notes the replies of one venue around a failure that began at an instant. */
    note(kind: string, begun: number, replies: readonly Reply[]): void {
      const times = replies.map(({ at }) => at)
      const gaps = times.map((at, nth) => (at > begun ? at - (times[nth - 1] ?? begun) : 0))
      const waits = replies.map(({ at, afterMs }) => (at > begun ? afterMs : 0))
      const { silent, longest } = byKind.get(kind) ?? { silent: [], longest: [] }
      byKind.set(kind, {
        silent: [...silent, Math.max(...gaps)],
        longest: [...longest, Math.max(...waits)],
      })
    },
    /** A table: seconds without a reply in a venue, and until the slowest command was carried out. */
    lines(): string[] {
      const columns = (values: readonly number[]) =>
        [median(values), quantile(values, 0.9), max(values)].map((ms = 0) => (ms / 1000).toFixed(1))
      return [...byKind].map(
        ([kind, { silent, longest }]) =>
          `${kind}: ${silent.length} venues, no reply for ${columns(silent).join(' / ')} s, slowest command ${columns(longest).join(' / ')} s (p50 / p90 / max)`,
      )
    },
  }
}
