/** A difference is worth a word only if it exceeds both: a share of the figure, and a time. */
export type Tolerance = { readonly percent: number; readonly ms: number }

const usual = '2%,10ms'

/** Reads `2%`, `10ms` or both, as in `2%,10ms`, of which one that is left out is 0. */
export function parseTolerance(text: string | undefined): Tolerance {
  const written = text || usual
  const number = '(\\d+(?:\\.\\d+)?)'
  const [whole, percent, ms] =
    new RegExp(`^(?:${number} ?%)?(?:(?:^|, ?)${number} ?ms)?$`).exec(written) ?? []
  if (whole === undefined) {
    throw new Error(
      `TOLERANCE must be a share, a time or both, as in 2%, 10ms or 2%,10ms, but is "${written}"`,
    )
  }
  return { percent: Number(percent ?? 0), ms: Number(ms ?? 0) }
}

/** By how much a figure may differ without being looked at. */
export const toleratedMs = ({ percent, ms }: Tolerance, figureMs: number) =>
  Math.max(ms, (Math.abs(figureMs) * percent) / 100)
