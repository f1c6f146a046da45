const longestLine = 400
const mostLines = 80

type Line = { readonly atMs: number; readonly text: string; readonly orderId: string | undefined }

/** Everything a scenario sent, got and heard, in order, for the report of a failure. */
export class Transcript {
  readonly #startedAt = performance.now()
  readonly #lines: Line[] = []

  note(text: string, about: { at?: number; orderId?: string | undefined } = {}): void {
    const atMs = (about.at ?? performance.now()) - this.#startedAt
    this.#lines.push({ atMs, text, orderId: about.orderId })
  }

  /** One line each; what is about orders of other scenarios is counted, not shown. */
  render(ownOrderIds: ReadonlySet<string>): string {
    const own = this.#lines.filter(({ orderId }) => !orderId || ownOrderIds.has(orderId))
    const shown = own.slice(-mostLines).map(({ atMs, text }) => {
      const line = text.length > longestLine ? `${text.slice(0, longestLine)} …` : text
      return `${(atMs / 1000).toFixed(3).padStart(7)} s  ${line}`
    })
    const left = own.length - shown.length
    const foreign = this.#lines.length - own.length
    return [
      ...(left > 0 ? [`(${left} earlier lines are not shown)`] : []),
      ...shown,
      ...(foreign > 0 ? [`(${foreign} messages about orders of others are not shown)`] : []),
    ].join('\n')
  }
}
