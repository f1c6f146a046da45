import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Context } from 'hono'
import { readEntityTags } from '../http/entity-tags.ts'
import { type ApiEnv, replyHeaders } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import type { PageFile } from './page-files.ts'

const encoders = { br: promisify(brotliCompress), gzip: promisify(gzip) }
type Encoding = keyof typeof encoders

/** The encodings that were sent, by entity tag. A file has one for each encoding. */
const encoded = new Map<string, Uint8Array<ArrayBuffer>>()

/**
 * Sends a file compressed, as the browser accepts it. A browser keeps it, but asks each time whether it
 * has changed.
 */
export async function serveFile(c: Context<ApiEnv>, file: PageFile): Promise<Response> {
  const { 'accept-encoding': accepted, 'if-none-match': known = '' } = requestHeaders(c)
  const encoding = chooseEncoding(String(accepted ?? ''))
  const digest = createHash('sha256').update(file.content).digest('base64url').slice(0, 16)
  const tag = `${digest}-${encoding ?? 'plain'}`
  const headers = {
    ETag: `"${tag}"`,
    'Cache-Control': 'no-cache',
    'Cross-Origin-Resource-Policy': 'same-origin',
    Vary: 'Accept-Encoding',
  }
  if (isKnown(known, tag))
    return new Response(null, { status: 304, headers: replyHeaders(c, headers) })
  const all = replyHeaders(c, { ...headers, 'Content-Type': file.type })
  if (encoding === undefined) return new Response(file.content, { headers: all })
  let body = encoded.get(tag)
  if (!body) {
    body = new Uint8Array(await encoders[encoding](file.content))
    encoded.set(tag, body)
  }
  return new Response(body, { headers: { ...all, 'Content-Encoding': encoding } })
}

/** The first encoding that a browser accepts. Browsers send no weights. */
const chooseEncoding = (accepted: string) =>
  (['br', 'gzip'] as const).find((name): name is Encoding =>
    accepted.split(',').some((item) => item.trim() === name),
  )

function isKnown(known: string, tag: string): boolean {
  const tags = readEntityTags(known)
  return typeof tags === 'object' && tags.all.includes(tag)
}
