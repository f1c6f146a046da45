import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { readEntityTags } from './entity-tags.ts'
import type { ApiEnv } from './reply.ts'
import { type InvalidRequest, parseOptionalHeader } from './validation.ts'

/** `*`, or entity tags. */
const Condition = z.string().transform((field, context) => {
  const tags = readEntityTags(field)
  if (tags === undefined) context.addIssue('must be * or entity tags such as "1"')
  return tags ?? z.NEVER
})

const condition = (description: string) =>
  Condition.optional().openapi({ type: 'string', description, example: '"1"' })

/** The header that requests an order only if it has changed. */
export const ifNoneMatchHeader = {
  'If-None-Match': condition(
    'The ETag of an earlier reply. The reply is 304 without a body while the order still has that version (RFC 9110, section 13.1.2).',
  ),
}

/** The header that cancels an order only in a given version. */
export const ifMatchHeader = {
  'If-Match': condition(
    'The ETag of an earlier reply. The request is refused with `VERSION_MISMATCH` if the order has another version by now (RFC 9110, section 13.1.1). Checked first: a stale version gets `VERSION_MISMATCH` even if the order has ended.',
  ),
}

/** Whether If-None-Match names the order's version, so that the client already has it. */
export function isUnchanged(c: Context<ApiEnv>, version: number): boolean | InvalidRequest {
  const tags = parseOptionalHeader(c, 'If-None-Match', Condition)
  if (tags === undefined || tags instanceof Response) return tags ?? false
  return tags === '*' || tags.all.includes(`${version}`)
}

/** The versions that If-Match allows; undefined for any. */
export function wantedVersions(c: Context<ApiEnv>): readonly number[] | undefined | InvalidRequest {
  const tags = parseOptionalHeader(c, 'If-Match', Condition)
  if (tags === undefined || tags instanceof Response) return tags
  return tags === '*' ? undefined : tags.strong.flatMap(versionIn)
}

/** The version in one of our tags. Tags compare by character, so `"01"` is not version 1. */
const versionIn = (opaque: string): number[] =>
  /^[1-9]\d{0,14}$/.test(opaque) ? [Number(opaque)] : []
