/** Where the next page of a listing starts, as a client carries it: opaque, so that it may change. */
export const encodeCursor = (before: number): string =>
  Buffer.from(`before:${before}`).toString('base64url')

/** Reads a cursor; undefined when it is none of ours. */
export function decodeCursor(cursor: string): number | undefined {
  const before = /^before:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (before === undefined || encodeCursor(Number(before)) !== cursor) return undefined
  return Number(before)
}
