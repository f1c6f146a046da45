import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { recordReply } from '../journal/entries.ts'
import type { FirstUnderKey, KeptReply, KeyClaim } from '../venues/idempotency-keys.ts'
import { compose } from './compose.ts'
import { IdempotencyKey } from './idempotency-key.ts'
import { header } from './openapi-parts.ts'
import { headerIssues } from './optional-header.ts'
import { problem } from './problems.ts'
import { type ApiEnv, replyHeaders } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { refuseInvalid } from './validation.ts'

/**
 * Has an operation carried out once, however often its request is sent under one Idempotency-Key
 * (draft-ietf-httpapi-idempotency-key-header). Goes around what stands before the operation, its
 * latency first: a key is claimed before all that, on arrival, and the verdict comes after it, so
 * that who repeats a request waits and is checked like everybody else. An invalid key is refused before
 * any of the `checks`, which may read the body.
 */
export const oncePerKey = (
  latency: MiddlewareHandler<ApiEnv>,
  ...checks: MiddlewareHandler<ApiEnv>[]
) => [claim, compose(latency, refuseInvalidKey), ...checks, checkKey]

const claim: MiddlewareHandler<ApiEnv> = (c, next) => {
  const field = requestHeaders(c)['idempotency-key']
  if (field === undefined) return next()
  const { success, data: key, error } = IdempotencyKey.safeParse(field)
  if (success) return trackClaim(c, next, c.get('hosted').keys.claim(key))
  c.set('keyClaim', { faults: headerIssues('Idempotency-Key', error) })
  return next()
}

async function trackClaim(c: Context<ApiEnv>, next: Next, claim: KeyClaim): Promise<void> {
  c.set('keyClaim', claim)
  try {
    await next()
  } finally {
    if (claim.standing === 'first') claim.first.release()
  }
}

const refuseInvalidKey: MiddlewareHandler<ApiEnv> = (c, next) => {
  const claim = c.get('keyClaim')
  return claim && 'faults' in claim ? Promise.resolve(refuseInvalid(c, claim.faults)) : next()
}

const checkKey: MiddlewareHandler<ApiEnv> = (c, next) => {
  const claim = c.get('keyClaim')
  return claim === undefined || 'faults' in claim ? next() : answerClaim(c, next, claim)
}

async function answerClaim(c: Context<ApiEnv>, next: Next, claim: KeyClaim) {
  const fingerprint = await fingerprintOf(c)
  if (claim.standing === 'first') return runFirst(c, next, claim.first, fingerprint)
  const earlier = claim.standing === 'second' ? claim.first : claim.reply
  if ((earlier.fingerprint ?? fingerprint) !== fingerprint) return reused(c)
  return claim.standing === 'second' ? inUse(c) : sendAgain(c, claim.reply)
}

const inUse = (c: Context<ApiEnv>) =>
  problem(c, 'IDEMPOTENCY_KEY_IN_USE', 'The first request with this Idempotency-Key is under way.')

const reused = (c: Context<ApiEnv>) =>
  problem(c, 'IDEMPOTENCY_KEY_REUSED', 'Another request came first with this Idempotency-Key.')

/**
 * Whatever makes it another request: method, target, precondition, wish, and the text of the body. No
 * operation reads that of a DELETE (RFC 9110, section 9.3.5), and so nothing follows from it.
 */
async function fingerprintOf(c: Context<ApiEnv>): Promise<string> {
  const { method, url } = c.req
  const { pathname, search } = new URL(url)
  const head = JSON.stringify([
    method,
    pathname + search,
    requestHeaders(c)['if-match'],
    c.get('outcome'),
  ])
  const hash = createHash('sha256').update(head)
  if (method !== 'DELETE') hash.update(await c.req.text())
  return hash.digest('base64')
}

/**
 * Only what the venue decided is kept. A request that is at fault, or that papertape fails at,
 * leaves its key to the mended one; a request whose client went away in the middle does not.
 */
async function runFirst(
  c: Context<ApiEnv>,
  next: Next,
  first: FirstUnderKey,
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
  const body = await c.res.clone().text()
  first.keep({ fingerprint, status, headers: Object.fromEntries(own), body })
}

const isDecision = (status: number) => status < 300 || [404, 409, 412].includes(status)

/** What a reply says by itself, and not of when and to whom it is sent. */
const ownHeaders = ['Content-Type', 'ETag', 'Location']

function sendAgain(c: Context<ApiEnv>, { status, headers, body }: KeptReply): Response {
  if (body === undefined) {
    const detail = `The first request was answered with ${status}; its reply was too large to be kept.`
    return problem(c, 'REPLY_NOT_KEPT', detail)
  }
  const entry = c.get('entry')
  if (entry) recordReply(entry, body)
  return new Response(body || null, {
    status,
    headers: replyHeaders(c, { ...headers, 'Idempotent-Replayed': 'true' }),
  })
}

/** How a repetition by key is refused. */
export const keyProblems = ['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'] as const

const replayed = {
  'Idempotent-Replayed': {
    ...header('The reply was given before, to a request with this Idempotency-Key.', 'true', false),
    schema: { type: 'string' as const, enum: ['true'] },
  },
}

/** Says of those among an operation's replies which are kept that they may be sent again. */
export function replayable<R extends Record<number, object>>(responses: R): R {
  const described = Object.entries(responses).map(([status, response]) => {
    if (!isDecision(Number(status))) return [status, response]
    const { headers } = response as { headers?: object }
    return [status, { ...response, headers: { ...headers, ...replayed } }]
  })
  return Object.fromEntries(described)
}
