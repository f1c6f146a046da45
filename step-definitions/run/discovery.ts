import { get, TooMuch } from '../support/http.ts'
import { type Claim, parseProfile } from '../support/profile.ts'
import { OpenApiDocument, UnreadableDescription } from './openapi-document.ts'

/** What a target claims, and how the run knows that. */
export interface Profile {
  readonly claims: ReadonlySet<Claim>
  readonly source: string
}

/** How long a target may take to return its description. */
const timeoutMs = 10_000

/** The claims in the target's /openapi.json; the core if it has none that can be read. */
export async function discoverProfile(url: string): Promise<Profile> {
  try {
    const document = await publishedAt(new URL('/openapi.json', url))
    if (!document) {
      return { claims: parseProfile('core'), source: 'it publishes no OpenAPI document' }
    }
    const claims = parseProfile(['core', ...claimsIn(document)].join())
    return { claims, source: 'from its /openapi.json' }
  } catch (error) {
    if (!(error instanceof UnreadableDescription)) throw error
    const source = `its /openapi.json cannot be read: ${error.message}`
    return { claims: parseProfile('core'), source }
  }
}

/**
 * Whether the target describes the request header `Outcome`, by which a ticket sets its order's
 * outcome.
 */
export async function takesOutcomes(url: string): Promise<boolean> {
  try {
    const document = await publishedAt(new URL('/openapi.json', url))
    return document !== undefined && new OpenApiDocument(document).takes('POST /orders', 'Outcome')
  } catch (error) {
    if (error instanceof UnreadableDescription) return false
    throw error
  }
}

/**
 * The document; undefined for any reply that is not an OpenAPI document. Throws an
 * UnreadableDescription for a reply that is too large.
 */
async function publishedAt(address: URL): Promise<Record<string, unknown> | undefined> {
  try {
    const { status, text } = await get(address, timeoutMs)
    const document = JSON.parse(text) as Record<string, unknown> | null
    return status === 200 && document?.openapi && document.paths ? document : undefined
  } catch (error) {
    if (error instanceof TooMuch) throw new UnreadableDescription(error.message)
    return undefined
  }
}

/** The claims that a description supports. Throws an UnreadableDescription. */
export function claimsIn(document: Record<string, unknown>): Claim[] {
  const described = new OpenApiDocument(document)
  const core = ['POST /orders', 'GET /orders', 'GET /orders/{orderId}', 'DELETE /orders/{orderId}']
  // Another API may use one of the contract's names for something else, so most claims need two
  // pieces of evidence.
  const found: Record<Exclude<Claim, 'core' | 'control' | 'outcome-header'>, boolean> = {
    problems: described.answersWith('POST /orders', 400, ...inProblem('code')),
    strictness:
      described.takesOnlyKnownFields('POST /orders') &&
      [413, 415].every((status) => described.answersWith('POST /orders', status)),
    tickets:
      described.takesField('POST /orders', 'side') &&
      described.takesField('POST /orders', 'symbol', 'pattern'),
    times: described.answersWith('POST /orders', 201, ...inOrder('placedAt')),
    versions:
      described.takes('DELETE /orders/{orderId}', 'If-Match') &&
      described.answersWith('POST /orders', 201, ...inOrder('version')),
    positions: described.answersWith('GET /orders', 200, 'headers', 'Log-Position'),
    listing: described.takes('GET /orders', 'orderStatus', 'symbol'),
    paging:
      described.takes('GET /orders', 'limit', 'cursor') &&
      described.answersWith('GET /orders', 200, 'headers', 'Link'),
    'client-order-ids': described.takesField('POST /orders', 'clientOrderId'),
    idempotency:
      described.takes('POST /orders', 'Idempotency-Key') &&
      described.answersWith('POST /orders', 201, 'headers', 'Idempotent-Replayed'),
    checking: described.takes('POST /orders', 'dryRun'),
    'mass-cancellation': described.takes('DELETE /orders', 'orderStatus'),
    disclosure: described.answersWith('POST /orders', 201, 'headers', 'Server-Timing'),
    heartbeats: described.takes('GET /ws', 'heartbeatMs'),
    choosing: described.takes('GET /ws', 'orderId', 'symbol'),
    resume: described.takes('GET /ws', 'from', 'log'),
    'event-source':
      described.takes('GET /events', 'lastEventId') &&
      described.answersWith('GET /events', 200, 'content', 'text/event-stream'),
    past: described.has('GET /log') && described.takes('GET /orders/{orderId}', 'at'),
    description:
      described.has(...core, 'GET /health') &&
      described.answersWith('GET /ws', 101, 'content', 'application/json'),
  }
  return (Object.keys(found) as (keyof typeof found)[]).filter((claim) => found[claim])
}

const inProblem = (field: string) => [
  'content',
  'application/problem+json',
  'schema',
  'properties',
  field,
]

const inOrder = (field: string) => ['content', 'application/json', 'schema', 'properties', field]
