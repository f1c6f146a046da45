import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Refusal } from '../../engine/index.ts'
import { orderIdExample, Problem, type ProblemCode } from '../contract/orders.ts'
import { redactText } from '../journal/redaction.ts'
import { everyReply, header } from './openapi-parts.ts'
import { type ApiEnv, reply } from './reply.ts'

interface Kind {
  readonly status: number
  readonly title: string
  readonly remedy: string
  /** What the client of a failed request can know: whether it was recorded. */
  readonly outcome?: NonNullable<Problem['outcome']>
}

/** For a client that cannot know whether its request was carried out. */
const findOut =
  'The request may or may not have been recorded. If it had an Idempotency-Key, send it again with the same key. Otherwise look for the order by its clientOrderId.'

/** Every kind of problem: its HTTP status, its title, and what a client can do about it. */
const kinds = {
  INVALID_REQUEST: {
    status: 400,
    title: 'The request is not valid',
    remedy:
      'Correct what `detail` and `errors` name, then send the request again. Nothing was recorded.',
  },
  MALFORMED_JSON: {
    status: 400,
    title: 'The body is not valid JSON',
    remedy:
      'Correct the body, then send the request again: `detail` says where parsing failed (RFC 8259). Nothing was recorded.',
  },
  UNAUTHORIZED: {
    status: 401,
    title: 'The control API requires a token',
    remedy:
      'Send `Authorization: Bearer <CONTROL_TOKEN>` with the token that the platform was started with.',
  },
  FORBIDDEN_ORIGIN: {
    status: 403,
    title: 'Pages of this origin are not allowed',
    remedy:
      'Open the page from the platform itself, or start the platform with the origin of the page in CORS_ORIGINS. The control API accepts only its own pages.',
  },
  FORBIDDEN_HOST: {
    status: 403,
    title: 'This host name is not allowed',
    remedy:
      "Call the platform as localhost. To allow another name, add it to ALLOWED_HOSTS, or to CONTROL_ALLOWED_HOSTS for the control API. The check protects against DNS rebinding, where a web page reaches this machine under the page's host name.",
  },
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'No such order',
    remedy:
      'Check the orderId and the venue. With `at`, use a position that is not before the placement. Orders do not survive a reset of the venue or a stop of the platform.',
  },
  VENUE_NOT_FOUND: {
    status: 404,
    title: 'No such venue',
    remedy:
      'Open the venue through the control API first. For the main venue, leave out the `Venue` header and the query parameter `venue`.',
  },
  RULE_NOT_FOUND: {
    status: 404,
    title: 'No such rule',
    remedy:
      'Use the id from the reply that added the rule, or from the list of rules. A reset of the venue deletes all rules.',
  },
  REQUEST_NOT_HELD: {
    status: 404,
    title: 'No held request has this id',
    remedy:
      'Use an id from the list of held requests. A request leaves the list when it is released, when its breakpoint is removed, or when the venue crashes, is reset or is closed.',
  },
  NO_JOURNAL: {
    status: 404,
    title: 'The venue keeps no journal',
    remedy:
      'Open the venue without `journal: false`. For the main venue, start the platform with JOURNAL=on.',
  },
  NOT_LISTENING: {
    status: 404,
    title: 'The journal has no such stream connection',
    remedy: 'Use the id of an entry that is still in the journal and has a `stream`.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'No such path',
    remedy: 'See /openapi.json for the paths that exist, or /ui in a browser.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The path does not support this method',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request did not arrive in time',
    remedy: 'Send the whole request without long pauses.',
  },
  ORDER_ALREADY_EXECUTED: {
    status: 409,
    title: 'The order is already executed',
    remedy: 'There is nothing to do: the cancel came too late, and the trade is final.',
  },
  ORDER_ALREADY_CANCELLED: {
    status: 409,
    title: 'The order is already cancelled',
    remedy: 'There is nothing to do: the order was cancelled before this request.',
  },
  DUPLICATE_CLIENT_ORDER_ID: {
    status: 409,
    title: 'The clientOrderId is already in use',
    remedy:
      'Read the order that `orderId` names: an earlier attempt may have placed it. For a new order, choose another clientOrderId.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'A request with this Idempotency-Key is in progress',
    remedy: 'Wait for its reply, or send the same request again a little later.',
  },
  VENUE_NAME_TAKEN: {
    status: 409,
    title: 'The venue name is taken',
    remedy:
      'Choose another name, or leave it out to get a generated one. To start over in the existing venue, reset it.',
  },
  TOO_MANY_VENUES: {
    status: 409,
    title: 'Too many venues are open',
    remedy: 'Delete venues that you no longer need.',
  },
  TOO_MANY_RULES: {
    status: 409,
    title: 'The venue has too many rules',
    remedy: 'Delete rules that no longer apply, or all of them, or reset the venue.',
  },
  CLOCK_NOT_HELD: {
    status: 409,
    title: 'The clock of the venue is not held',
    remedy:
      'Only a held clock can be moved: open a venue with `clock: { "mode": "held" }`. Other clocks run by themselves.',
  },
  VENUE_CLOSED: {
    status: 409,
    title: 'The venue was closed during the request',
    remedy:
      'Its orders and its log are gone. If a venue with this name is open now, it is a new one.',
  },
  MAIN_VENUE_STAYS: {
    status: 409,
    title: 'The main venue cannot be closed',
    remedy: 'Reset it instead: that deletes everything in it.',
  },
  LOG_CHANGED: {
    status: 409,
    title: 'The log was replaced',
    remedy:
      'The venue was reset, or the platform was started again. Positions in the old log have no meaning in the new one: discard what you know and subscribe with `from=0`, without `log` and without a last event id.',
  },
  REPLY_NOT_KEPT: {
    status: 409,
    title: 'The request was already carried out',
    remedy:
      'Read the orders to see what it did. Its reply was too large to be kept, so it cannot be sent again.',
  },
  VERSION_MISMATCH: {
    status: 412,
    title: 'The order has another version',
    remedy:
      'Read the order again, and decide whether you still want the change. `version` is its current version.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send a smaller body: `detail` names the limit.',
  },
  URI_TOO_LONG: {
    status: 414,
    title: 'The request target is too long',
    remedy: 'Send fewer or shorter parameters. The limit is 8 KiB.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The body is not application/json',
    remedy: 'Send JSON in UTF-8, uncompressed, with the header `Content-Type: application/json`.',
  },
  EXPECTATION_FAILED: {
    status: 417,
    title: 'The Expect header is not supported',
    remedy: 'Send no Expect header, or `Expect: 100-continue`.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    remedy:
      'Choose a new key for every new request. Use a key again only to repeat exactly the same request.',
  },
  UPGRADE_REQUIRED: {
    status: 426,
    title: 'This path is a WebSocket',
    remedy: 'Connect with a WebSocket client (RFC 6455, version 13).',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Send the request again after `Retry-After` seconds. Nothing was recorded.',
    outcome: 'not-recorded',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The headers are too large',
    remedy:
      'Send fewer or shorter headers. The target and the names and values of all headers must together be smaller than 16 KiB.',
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'The platform failed',
    remedy: `${findOut} Unless a fault rule caused this failure, it is a bug in papertape: please report it with the request and the matching line of the log.`,
    outcome: 'unknown',
  },
  UNSUPPORTED_TRANSFER_CODING: {
    status: 501,
    title: 'The transfer coding is not supported',
    remedy:
      'Send the body with a Content-Length, or with `Transfer-Encoding: chunked` and no other coding.',
    outcome: 'not-recorded',
  },
  BAD_GATEWAY: {
    status: 502,
    title: 'The gateway got no valid reply from the venue',
    remedy: findOut,
    outcome: 'unknown',
  },
  VENUE_UNAVAILABLE: {
    status: 503,
    title: 'The venue is unavailable',
    remedy: `Wait \`Retry-After\` seconds. If \`outcome\` is \`not-recorded\`, send the request again. If it is \`unknown\`: ${findOut}`,
    outcome: 'not-recorded',
  },
  BEHIND: {
    status: 503,
    title: 'The log has not reached this position',
    remedy:
      'Ask again after `Retry-After` seconds. If this repeats, check where the position comes from: it may belong to another venue or another log.',
    outcome: 'not-recorded',
  },
  TOO_MANY_CONNECTIONS: {
    status: 503,
    title: 'Too many connections are open',
    remedy:
      'Close connections that you do not need, and try again after `Retry-After` seconds. MAX_CONNECTIONS sets the limit.',
    outcome: 'not-recorded',
  },
  GATEWAY_TIMEOUT: {
    status: 504,
    title: 'The gateway got no reply from the venue in time',
    remedy: findOut,
    outcome: 'unknown',
  },
  UNSUPPORTED_HTTP_VERSION: {
    status: 505,
    title: 'The HTTP version is not supported',
    remedy: 'Send the request in HTTP/1.1.',
    outcome: 'not-recorded',
  },
} as const satisfies Record<ProblemCode, Kind>

type StatusOf<C extends ProblemCode> = (typeof kinds)[C]['status']

const pageOf = (code: ProblemCode) => `/problems/${code.toLowerCase().replaceAll('_', '-')}`

/** The fields that only some problems have. */
export type ProblemExtras = Pick<
  Problem,
  'outcome' | 'errors' | 'orderId' | 'orderStatus' | 'version'
>

/** The details of these problems quote nothing of a request but a valid clientOrderId or host name. */
const plainDetails: ReadonlySet<ProblemCode> = new Set([
  'DUPLICATE_CLIENT_ORDER_ID',
  'FORBIDDEN_HOST',
])

/** The body of a problem (RFC 9457). Secrets are redacted, because problems are logged and kept. */
export function problemOf(
  code: ProblemCode,
  path: string,
  description: string,
  extras: ProblemExtras = {},
): Problem {
  const { title, status, outcome }: Kind = kinds[code]
  const known = outcome && { outcome }
  const instance = redactText(path)
  const detail = plainDetails.has(code) ? description : redactText(description)
  return { type: pageOf(code), title, status, detail, instance, code, ...known, ...extras }
}

/** Replies with a problem. */
export function problem<C extends ProblemCode>(
  c: Context<ApiEnv>,
  code: C,
  detail: string,
  extras?: ProblemExtras,
  headers?: Record<string, string>,
) {
  const status: StatusOf<C> = kinds[code].status
  const body = problemOf(code, new URL(c.req.url).pathname, detail, extras)
  return reply(c, status, body, { 'Content-Type': 'application/problem+json', ...headers })
}

/** The problem code of each refusal of the engine. */
const codes = {
  OrderNotFound: 'ORDER_NOT_FOUND',
  OrderNotYetPlaced: 'ORDER_NOT_FOUND',
  OrderAlreadyExecuted: 'ORDER_ALREADY_EXECUTED',
  OrderAlreadyCancelled: 'ORDER_ALREADY_CANCELLED',
  DuplicateClientOrderId: 'DUPLICATE_CLIENT_ORDER_ID',
  VersionMismatch: 'VERSION_MISMATCH',
} as const satisfies Record<Refusal['refused'], ProblemCode>

/** Replies with the problem for a refusal of the engine. */
export function refuse<R extends Refusal>(c: Context<ApiEnv>, refusal: R) {
  // Narrowed, so that the route's description is checked against the refusals that can occur.
  const code: (typeof codes)[R['refused']] = codes[refusal.refused as R['refused']]
  const [detail, extras] = explain(refusal)
  return problem(c, code, detail, extras)
}

function explain(refusal: Refusal): [detail: string, extras?: ProblemExtras] {
  const { orderId } = refusal
  switch (refusal.refused) {
    case 'OrderNotFound':
      return [`No order has the id ${orderId}.`]
    case 'OrderNotYetPlaced':
      return [`Order ${orderId} was placed after position ${refusal.at}.`]
    case 'OrderAlreadyExecuted':
      return [`Order ${orderId} is already executed.`, { orderId, orderStatus: 'EXECUTED' }]
    case 'OrderAlreadyCancelled':
      return [`Order ${orderId} is already cancelled.`, { orderId, orderStatus: 'CANCELLED' }]
    case 'DuplicateClientOrderId':
      return [
        `Order ${orderId} already has the clientOrderId ${refusal.clientOrderId}.`,
        { orderId, orderStatus: refusal.orderStatus },
      ]
    case 'VersionMismatch': {
      const { orderStatus, version } = refusal
      return [`Order ${orderId} has version ${version}.`, { orderId, orderStatus, version }]
    }
  }
}

/** Only problems of order endpoints have this header: the others do not wait. */
const waited = {
  'Server-Timing': header(
    'How long an order endpoint waited before it acted (`latency`), and how long it delays the reply after that (`after`), in milliseconds.',
    'latency;dur=437',
    false,
  ),
}

const retryAfter = { 'Retry-After': header('When to send the request again, in seconds.', '1') }

/** How to authenticate (RFC 6750, section 3). */
const challenge = {
  'WWW-Authenticate': header(
    'The expected authentication: a bearer token in the Authorization header.',
    'Bearer realm="papertape control"',
  ),
}

/** The upgrade that the path requires (RFC 9110, section 15.5.22). */
const upgrade = {
  Upgrade: header('The protocol to upgrade to.', 'websocket'),
  'Sec-WebSocket-Version': header(
    'The supported version of WebSocket (RFC 6455, section 4.4).',
    '13',
  ),
}

/** The headers that only problems with this status have. */
const ownHeaders: Readonly<Record<string, ProblemResponse['headers']>> = {
  401: challenge,
  426: upgrade,
  429: retryAfter,
  503: retryAfter,
}

/** Problems that occur before an operation is reached, or by a bug. */
const anywhere = [
  'INVALID_REQUEST',
  'FORBIDDEN_ORIGIN',
  'FORBIDDEN_HOST',
  'VENUE_NOT_FOUND',
  'REQUEST_TIMEOUT',
  'URI_TOO_LONG',
  'EXPECTATION_FAILED',
  'HEADERS_TOO_LARGE',
  'INTERNAL_ERROR',
  'UNSUPPORTED_TRANSFER_CODING',
  'TOO_MANY_CONNECTIONS',
  'UNSUPPORTED_HTTP_VERSION',
] as const satisfies ProblemCode[]

export interface ProblemResponse {
  description: string
  headers: Record<string, ReturnType<typeof header>>
  content: {
    'application/problem+json': {
      schema: typeof Problem
      examples: Record<string, { value: Problem }>
    }
  }
}

/** Describes the problems of an operation: a response for each status, an example for each code. */
export function problemResponses<C extends ProblemCode>(path: string, ...codes: C[]) {
  const byStatus = Object.groupBy(
    new Set<ProblemCode>([...codes, ...anywhere]),
    (code) => kinds[code].status,
  )
  const responses = Object.entries(byStatus).map(
    ([status, group = []]): [string, ProblemResponse] => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${kinds[code].title}.`).join(' '),
        headers: { ...everyReply, ...waited, ...ownHeaders[status] },
        content: {
          'application/problem+json': {
            schema: Problem,
            examples: Object.fromEntries(
              group.map((code) => [code, { value: exampleOf(code, path) }]),
            ),
          },
        },
      },
    ],
  )
  // Object.fromEntries does not keep the types of its keys.
  return Object.fromEntries(responses) as Record<
    StatusOf<C | (typeof anywhere)[number]>,
    ProblemResponse
  >
}

const exampleExtras: Partial<Record<ProblemCode, ProblemExtras>> = {
  // An unknown parameter, because that can occur at every operation, with or without a body.
  INVALID_REQUEST: {
    errors: [{ pointer: '/colour', message: 'is not a known field or parameter' }],
  },
  ORDER_ALREADY_EXECUTED: { orderId: orderIdExample, orderStatus: 'EXECUTED' },
  ORDER_ALREADY_CANCELLED: { orderId: orderIdExample, orderStatus: 'CANCELLED' },
  DUPLICATE_CLIENT_ORDER_ID: { orderId: orderIdExample, orderStatus: 'PENDING' },
  VERSION_MISMATCH: { orderId: orderIdExample, orderStatus: 'EXECUTED', version: 2 },
}

/** An example of a problem at a path. */
export const exampleOf = (code: ProblemCode, path: string) =>
  problemOf(code, path, `${kinds[code].title}.`, exampleExtras[code])

/** Marks up the text between backticks as code. */
const withCode = (text: string) =>
  text.split('`').map((part, nth) => (nth % 2 === 1 ? html`<code>${part}</code>` : part))

/** The HTML page that the `type` of a problem links to; undefined for an unknown name. */
export function problemPage(name: string) {
  // Object.keys is typed as string[].
  const code = (Object.keys(kinds) as ProblemCode[]).find(
    (code) => pageOf(code) === `/problems/${name}`,
  )
  if (!code) return undefined
  const { status, title, remedy } = kinds[code]
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${code} · papertape</title>
<body style="font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>${title}</h1>
<p><code>${code}</code>, HTTP status ${status}</p>
<p>${withCode(remedy)}</p>
<p><a href="/ui">API documentation</a></p>`
}
