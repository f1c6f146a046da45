import { type Claim, parseProfile } from '../support/profile.ts'
import { Described, DescriptionFault } from './openapi-document.ts'

/** What a target claims, and how that is known. */
export interface Profile {
  readonly claims: ReadonlySet<Claim>
  readonly source: string
}

/** How long a target may take to hand out its description. */
const handedOutWithinMs = 10_000

/** What a target claims, as far as the description that it publishes at /openapi.json tells: else the core. */
export async function discoverProfile(url: string): Promise<Profile> {
  const document = await publishedAt(new URL('/openapi.json', url))
  if (!document) {
    return { claims: parseProfile('core'), source: 'it publishes no OpenAPI document' }
  }
  try {
    const claims = parseProfile(['core', ...claimsIn(document)].join())
    return { claims, source: 'found in its /openapi.json' }
  } catch (error) {
    if (!(error instanceof DescriptionFault)) throw error
    const source = `its /openapi.json cannot be read: ${error.message}`
    return { claims: parseProfile('core'), source }
  }
}

/** Whether tickets may say by the header `Outcome` what is to become of their orders: it is described where they may. */
export async function takesOutcomes(url: string): Promise<boolean> {
  const document = await publishedAt(new URL('/openapi.json', url))
  try {
    return document !== undefined && new Described(document).takes('POST /orders', 'Outcome')
  } catch (error) {
    if (error instanceof DescriptionFault) return false
    throw error
  }
}

/** The document, if there is one: whoever publishes none may answer anything there. */
async function publishedAt(address: URL): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(handedOutWithinMs) })
    const document = (await response.json()) as Record<string, unknown> | null
    return response.ok && document?.openapi && document.paths ? document : undefined
  } catch {
    return undefined
  }
}

/** What a description speaks of, in the words of the contract; throws a DescriptionFault where it cannot be read. */
export function claimsIn(document: Record<string, unknown>): Claim[] {
  const its = new Described(document)
  const core = ['POST /orders', 'GET /orders', 'GET /orders/{orderId}', 'DELETE /orders/{orderId}']
  // One word may mean anything to somebody else: so there has to be a second sign of most things.
  const found: Record<Exclude<Claim, 'core' | 'control' | 'outcome-header'>, boolean> = {
    problems: its.answersWith('POST /orders', 400, ...inProblem('code')),
    strictness:
      its.takesNothingElse('POST /orders') &&
      [413, 415].every((status) => its.answersWith('POST /orders', status)),
    tickets:
      its.takesField('POST /orders', 'side') && its.takesField('POST /orders', 'symbol', 'pattern'),
    times: its.answersWith('POST /orders', 201, ...inOrder('placedAt')),
    versions:
      its.takes('DELETE /orders/{orderId}', 'If-Match') &&
      its.answersWith('POST /orders', 201, ...inOrder('version')),
    positions: its.answersWith('GET /orders', 200, 'headers', 'Log-Position'),
    listing: its.takes('GET /orders', 'orderStatus', 'symbol'),
    paging:
      its.takes('GET /orders', 'limit', 'cursor') &&
      its.answersWith('GET /orders', 200, 'headers', 'Link'),
    'client-order-ids': its.takesField('POST /orders', 'clientOrderId'),
    idempotency:
      its.takes('POST /orders', 'Idempotency-Key') &&
      its.answersWith('POST /orders', 201, 'headers', 'Idempotent-Replayed'),
    checking: its.takes('POST /orders', 'dryRun'),
    'mass-cancellation': its.takes('DELETE /orders', 'orderStatus'),
    disclosure: its.answersWith('POST /orders', 201, 'headers', 'Server-Timing'),
    heartbeats: its.takes('GET /ws', 'heartbeatMs'),
    choosing: its.takes('GET /ws', 'orderId', 'symbol'),
    resume: its.takes('GET /ws', 'from', 'log'),
    'event-source':
      its.takes('GET /events', 'lastEventId') &&
      its.answersWith('GET /events', 200, 'content', 'text/event-stream'),
    past: its.has('GET /log') && its.takes('GET /orders/{orderId}', 'at'),
    description:
      its.has(...core, 'GET /health') &&
      its.answersWith('GET /ws', 101, 'content', 'application/json'),
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
