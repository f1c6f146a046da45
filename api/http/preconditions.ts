import type { Context } from 'hono'
import { requestHeader } from './described.ts'
import { type EntityTags, readEntityTags } from './entity-tags.ts'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { type InvalidRequest, refuseInvalid } from './validation.ts'

/** The header by which a client asks for an order only if it has changed. */
export const ifNoneMatchHeader = requestHeader(
  'If-None-Match',
  'The ETag of an earlier reply: answered with 304 and no body while the order still has that version (RFC 9110, section 13.1.2).',
  '"1"',
)

/** The header by which a client cancels only the order it has seen. */
export const ifMatchHeader = requestHeader(
  'If-Match',
  'The ETag of an earlier reply: refused with VERSION_MISMATCH if the order has another version by now (RFC 9110, section 13.1.1). Looked at before whether the cancel comes too late.',
  '"1"',
)

/** Whether If-None-Match names an order's version: the client has it already. */
export function isUnchanged(c: Context<ApiEnv>, version: number): boolean | InvalidRequest {
  const tags = conditionOf(c, 'If-None-Match')
  if (tags === undefined || tags instanceof Response) return tags ?? false
  return tags === '*' || tags.all.includes(`${version}`)
}

/** The versions that If-Match is content with; undefined for any. */
export function wantedVersions(c: Context<ApiEnv>): readonly number[] | undefined | InvalidRequest {
  const tags = conditionOf(c, 'If-Match')
  if (tags === undefined || tags instanceof Response) return tags
  return tags === '*' ? undefined : tags.strong.flatMap(versionIn)
}

/** The version that a tag of ours tells: tags are the same or not, character by character, so `"01"` is none. */
const versionIn = (opaque: string): number[] =>
  /^[1-9]\d{0,14}$/.test(opaque) ? [Number(opaque)] : []

function conditionOf(
  c: Context<ApiEnv>,
  name: 'If-Match' | 'If-None-Match',
): '*' | EntityTags | undefined | InvalidRequest {
  const field = requestHeaders(c)[name === 'If-Match' ? 'if-match' : 'if-none-match']
  if (field === undefined) return undefined
  const message = 'must be * or entity tags such as "1"'
  return readEntityTags(field) ?? refuseInvalid(c, [{ path: [name], message }])
}
