/** The cause of a failed fetch: the error itself says only "fetch failed". */
export function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  return cause instanceof Error ? cause.message : message
}
