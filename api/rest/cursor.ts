/** Encodes where the next page of a listing starts. It is opaque to clients, so the format may change. */
export const encodeCursor = (before: number): string =>
  Buffer.from(`before:${before}`).toString('base64url')

/** Decodes a cursor. Returns undefined for anything that `encodeCursor` did not produce. */
export function decodeCursor(cursor: string): number | undefined {
  const before = /^before:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (before === undefined || encodeCursor(Number(before)) !== cursor) return undefined
  return Number(before)
}
