import { isUtf8 } from 'node:buffer'

/**
 * A body, byte for byte: a string if it is UTF-8 without a byte-order mark, else its bytes. Decoding
 * would remove the mark, and replace invalid UTF-8 by U+FFFD.
 */
export type SentBody = string | Uint8Array

/** Converts bytes to the form in which the journal keeps them. */
export function sentBody(bytes: ArrayBuffer): SentBody {
  const all = new Uint8Array(bytes)
  return isUtf8(all) && !startsWithMark(all) ? Buffer.from(bytes).toString() : all
}

const startsWithMark = ([first, second, third]: Uint8Array) =>
  first === 0xef && second === 0xbb && third === 0xbf

const decoder = new TextDecoder()

/** Decodes bytes as the platform decodes a request body. */
export const decode = (bytes: ArrayBuffer | Uint8Array): string => decoder.decode(bytes)

/** The text of a body as the platform decodes it. */
export const textOf = (body: SentBody): string => (typeof body === 'string' ? body : decode(body))
