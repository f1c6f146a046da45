import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { recordReply } from '../journal/entries.ts'
import type { FirstRequest, KeptReply, KeyClaim } from '../venues/idempotency-keys.ts'
import { compose } from './compose.ts'
import { header } from './openapi-parts.ts'
import { problem } from './problems.ts'
import { type ApiEnv, replyHeaders } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { headerIssues, refuseInvalid } from './validation.ts'

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

/**
 * Returns the middleware that runs an operation once, however often its request is sent with one
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). The request claims its key on
 * arrival. The claim is checked after the latency and the `checks`, so a repetition waits and is
 * validated like any other request. An invalid key is refused before the `checks`, which may read
 * the body.
 */
export const oncePerKey = (
  latency: MiddlewareHandler<ApiEnv>,
  ...checks: MiddlewareHandler<ApiEnv>[]
) => compose(claim, latency, refuseInvalidKey, ...checks, checkKey)

const claim: MiddlewareHandler<ApiEnv> = (c, next) => {
  const field = requestHeaders(c)['idempotency-key']
  if (field === undefined) return next()
  const { success, data: key, error } = IdempotencyKey.safeParse(field)
  if (success) return trackClaim(c, next, c.get('hosted').keys.claim(key))
  c.set('keyClaim', { issues: headerIssues('Idempotency-Key', error) })
  return next()
}

async function trackClaim(c: Context<ApiEnv>, next: Next, claim: KeyClaim) {
  c.set('keyClaim', claim)
  try {
    return await next()
  } finally {
    if (claim.state === 'first') claim.first.release()
  }
}

const refuseInvalidKey: MiddlewareHandler<ApiEnv> = (c, next) => {
  const claim = c.get('keyClaim')
  return claim && 'issues' in claim ? Promise.resolve(refuseInvalid(c, claim.issues)) : next()
}

const checkKey: MiddlewareHandler<ApiEnv> = (c, next) => {
  const claim = c.get('keyClaim')
  return claim === undefined || 'issues' in claim ? next() : answerClaim(c, next, claim)
}

async function answerClaim(c: Context<ApiEnv>, next: Next, claim: KeyClaim) {
  const fingerprint = await fingerprintOf(c)
  if (claim.state === 'first') return runFirst(c, next, claim.first, fingerprint)
  const earlier = claim.state === 'in-flight' ? claim.first : claim.reply
  // The fingerprint of a request whose body has not been read is not known yet.
  if ((earlier.fingerprint ?? fingerprint) !== fingerprint) {
    const detail = 'This Idempotency-Key was first sent with another request.'
    return problem(c, 'IDEMPOTENCY_KEY_REUSED', detail)
  }
  if (claim.state === 'answered') return sendAgain(c, claim.reply)
  const detail = 'The first request with this Idempotency-Key is still in progress.'
  return problem(c, 'IDEMPOTENCY_KEY_IN_USE', detail)
}

/**
 * Identifies a request by its method, target, If-Match, Outcome and body. The body of a DELETE is
 * ignored, because no operation reads it (RFC 9110, section 9.3.5).
 */
async function fingerprintOf(c: Context<ApiEnv>): Promise<string> {
  const { method, url } = c.req
  const { pathname, search } = new URL(url)
  const head = [method, pathname + search, requestHeaders(c)['if-match'], c.get('outcome')]
  const hash = createHash('sha256').update(JSON.stringify(head))
  if (method !== 'DELETE') hash.update(await c.req.text())
  return hash.digest('base64')
}

/**
 * Runs the first request and keeps its reply if the venue decided it, even if the client has
 * disconnected. The reply is kept in the same turn in which the request acts, so both are in one
 * commit. An invalid request and a failure of papertape leave the key free, so that a
 * corrected request can use it.
 */
async function runFirst(
  c: Context<ApiEnv>,
  next: Next,
  first: FirstRequest,
  fingerprint: string,
): Promise<void> {
  first.fingerprint = fingerprint
  await next()
  const { status, headers } = c.res
  if (!isDecision(status)) return
  const own = ownHeaders.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const body = c.get('replyBody') ?? ''
  first.keep({ fingerprint, status, headers: Object.fromEntries(own), body })
}

const isDecision = (status: number) => status < 300 || [404, 409, 412].includes(status)

/** The headers that are stored. The others are computed for each send. */
const ownHeaders = ['Content-Type', 'ETag', 'Location']

function sendAgain(c: Context<ApiEnv>, { status, headers, body }: KeptReply): Response {
  if (body === undefined) {
    const detail = `The first request was answered with ${status}. Its reply was too large to be kept.`
    return problem(c, 'REPLY_NOT_KEPT', detail)
  }
  // Its events may not be durable yet.
  c.set('showsLog', true)
  const entry = c.get('entry')
  if (entry) recordReply(entry, body)
  return new Response(body || null, {
    status,
    headers: replyHeaders(c, { ...headers, 'Idempotent-Replayed': 'true' }),
  })
}

/** The problems of a repetition that is refused. */
export const keyProblems = ['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'] as const

const replayed = {
  'Idempotent-Replayed': {
    ...header(
      'Present when this reply was already sent to an earlier request with the same Idempotency-Key.',
      'true',
      false,
    ),
    schema: { type: 'string' as const, enum: ['true'] },
  },
}

/** Adds `Idempotent-Replayed` to the descriptions of the replies that are kept. */
export function replayable<R extends Record<number, object>>(responses: R): R {
  const described = Object.entries(responses).map(([status, response]) => {
    if (!isDecision(Number(status))) return [status, response]
    const { headers } = response as { headers?: object }
    return [status, { ...response, headers: { ...headers, ...replayed } }]
  })
  return Object.fromEntries(described)
}
