import { z } from '@hono/zod-openapi'
import type { ValidationIssue } from './validation-issue.ts'

/**
 * A key as a header may spell it: a string of RFC 8941, section 3.3.3, or bare. Two headers are
 * never one key, because they are joined by a comma and a blank.
 */
const spelling = /^(?:"((?:[!#-[\]-~]|\\["\\]){1,255})"|([!#-~][!-~]{0,254}))$/

const error = 'must come once, as 1 to 255 visible ASCII characters, in double quotes or bare'

/** The key that a header spells: quoted or bare, it is the same. */
export const IdempotencyKey = z
  .string({ error })
  .regex(spelling, { error })
  .transform((text) => {
    const [, quoted, bare = ''] = spelling.exec(text) ?? []
    return quoted?.replaceAll(/\\(.)/g, '$1') ?? bare
  })

/** How a header breaks the schema. */
export interface InvalidKey {
  readonly faults: readonly ValidationIssue[]
}

/** The header by which a client may send again what it has had no reply to. */
export const keyHeader = {
  'Idempotency-Key': IdempotencyKey.optional().openapi({
    param: { name: 'Idempotency-Key', in: 'header' },
    type: 'string',
    pattern: spelling.source,
    description:
      'A name, such as a UUID, for this request and its repetitions alone. The first is carried out; its reply is kept for 24 hours and sent again to the others (draft-ietf-httpapi-idempotency-key-header).',
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  }),
}
