import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { readEntityTags } from './entity-tags.ts'
import { parseOptionalHeader } from './optional-header.ts'
import type { ApiEnv } from './reply.ts'
import type { InvalidRequest } from './validation.ts'

/** `*`, or entity tags. */
const Condition = z.string().transform((field, context) => {
  const tags = readEntityTags(field)
  if (tags === undefined) context.addIssue('must be * or entity tags such as "1"')
  return tags ?? z.NEVER
})

const conditionHeader = <N extends string>(name: N, description: string) =>
  ({
    [name]: Condition.optional().openapi({
      param: { name, in: 'header' },
      type: 'string',
      description,
      example: '"1"',
    }),
  }) as Record<N, z.ZodOptional<typeof Condition>>

/** The header by which a client asks for an order only if it has changed. */
export const ifNoneMatchHeader = conditionHeader(
  'If-None-Match',
  'The ETag of an earlier reply: answered with 304 and no body while the order still has that version (RFC 9110, section 13.1.2).',
)

/** The header by which a client cancels only the order it has seen. */
export const ifMatchHeader = conditionHeader(
  'If-Match',
  'The ETag of an earlier reply: refused with VERSION_MISMATCH if the order has another version by now (RFC 9110, section 13.1.1). Looked at before whether the cancel comes too late.',
)

/** Whether If-None-Match names an order's version: the client has it already. */
export function isUnchanged(c: Context<ApiEnv>, version: number): boolean | InvalidRequest {
  const tags = parseOptionalHeader(c, 'If-None-Match', Condition)
  if (tags === undefined || tags instanceof Response) return tags ?? false
  return tags === '*' || tags.all.includes(`${version}`)
}

/** The versions that If-Match is content with; undefined for any. */
export function wantedVersions(c: Context<ApiEnv>): readonly number[] | undefined | InvalidRequest {
  const tags = parseOptionalHeader(c, 'If-Match', Condition)
  if (tags === undefined || tags instanceof Response) return tags
  return tags === '*' ? undefined : tags.strong.flatMap(versionIn)
}

/** The version that a tag of ours tells: tags are the same or not, character by character, so `"01"` is none. */
const versionIn = (opaque: string): number[] =>
  /^[1-9]\d{0,14}$/.test(opaque) ? [Number(opaque)] : []
