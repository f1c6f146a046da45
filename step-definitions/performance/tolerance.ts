/** A difference counts only if it exceeds both the share of the figure and the time. */
export type Tolerance = { readonly percent: number; readonly ms: number }

const usual = '2%,10ms'

/** Parses `2%`, `10ms` or `2%,10ms`; an omitted part is 0. Throws if the text is none of these. */
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

/** The difference that is tolerated for a figure. */
export const toleratedMs = ({ percent, ms }: Tolerance, figureMs: number) =>
  Math.max(ms, (Math.abs(figureMs) * percent) / 100)
