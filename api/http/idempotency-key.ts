import { z } from '@hono/zod-openapi'
import type { ValidationIssue } from './validation-issue.ts'

/**
 * A key in a header: a string (RFC 8941, section 3.3.3) or bare. Two headers never form one key,
 * because Node joins them with a comma and a space.
 */
const spelling = /^(?:"((?:[!#-[\]-~]|\\["\\]){1,255})"|([!#-~][!-~]{0,254}))$/

const error =
  'must be sent once, as 1 to 255 visible ASCII characters, with or without double quotes'

/** The key in a header. Quoted and bare spellings give the same key. */
export const IdempotencyKey = z
  .string({ error })
  .regex(spelling, { error })
  .transform((text) => {
    const [, quoted, bare = ''] = spelling.exec(text) ?? []
    return quoted?.replaceAll(/\\(.)/g, '$1') ?? bare
  })

/** A header that does not match the schema. */
export interface InvalidKey {
  readonly issues: readonly ValidationIssue[]
}

/** The header that makes it safe to repeat a request. */
export const keyHeader = {
  'Idempotency-Key': IdempotencyKey.optional().openapi({
    type: 'string',
    pattern: spelling.source,
    description:
      'A unique key, such as a UUID, for this request and its repetitions. The first request is carried out. Its reply is kept for 24 hours and sent again to every repetition (draft-ietf-httpapi-idempotency-key-header).',
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  }),
}
