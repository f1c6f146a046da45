import { isUtf8 } from 'node:buffer'

/**
 * A body as it was sent. Text where its bytes are plain UTF-8, so that the text gives the same bytes
 * again; else the bytes: a byte-order mark would vanish, and what is no UTF-8 would become U+FFFD.
 */
export type SentBody = string | Uint8Array

/** What bytes are kept as. */
export function sentBody(bytes: ArrayBuffer): SentBody {
  const all = new Uint8Array(bytes)
  return isUtf8(all) && !beginsWithMark(all) ? Buffer.from(bytes).toString() : all
}

const beginsWithMark = ([first, second, third]: Uint8Array) =>
  first === 0xef && second === 0xbb && third === 0xbf

const decoder = new TextDecoder()

/** The text of bytes as the platform reads it. */
export const decode = (bytes: ArrayBuffer | Uint8Array): string => decoder.decode(bytes)

/** The text of a body as the platform reads it. */
export const textOf = (body: SentBody): string => (typeof body === 'string' ? body : decode(body))
