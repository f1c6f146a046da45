import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Refusal } from '../../engine/index.ts'
import { orderIdExample, Problem, type ProblemCode } from '../contract/orders.ts'
import { shownText } from '../journal/redaction.ts'
import { everyReply, header } from './openapi-parts.ts'
import { type ApiEnv, reply } from './reply.ts'

interface Kind {
  readonly status: number
  readonly title: string
  readonly remedy: string
  /** Of a failure: what its client can know of what became of the request. */
  readonly outcome?: NonNullable<Problem['outcome']>
}

/** For a client that cannot know whether its request was carried out. */
const findOut =
  'Send the same request again under its Idempotency-Key, or look for the order by its clientOrderId: it may be recorded or not.'

/** Every kind of problem: its HTTP status, its name, and what a client can do about it. */
const kinds = {
  INVALID_REQUEST: {
    status: 400,
    title: 'The request breaks the contract',
    remedy:
      'Mend what `detail` and `errors` name and send the request again. Nothing was recorded.',
  },
  MALFORMED_JSON: {
    status: 400,
    title: 'The body is not JSON',
    remedy: 'Send a body that a JSON parser reads (RFC 8259). Nothing was recorded.',
  },
  UNAUTHORIZED: {
    status: 401,
    title: 'The control API asks for its token',
    remedy:
      'Send `Authorization: Bearer <CONTROL_TOKEN>`, with the token that the platform was started with.',
  },
  FORBIDDEN_ORIGIN: {
    status: 403,
    title: 'Pages of this origin may not call',
    remedy:
      'Open the page from the platform itself, or name its origin in CORS_ORIGINS. The control API accepts its own pages only.',
  },
  FORBIDDEN_HOST: {
    status: 403,
    title: 'This host name is not allowed',
    remedy:
      'Call the platform as localhost. To allow another name, add it to ALLOWED_HOSTS, or to CONTROL_ALLOWED_HOSTS for the control API. The check protects against DNS rebinding: a web page whose own name leads to this machine.',
  },
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'No such order',
    remedy:
      'Use an orderId that this platform gave out, and as `at` no position before the order was placed. It forgets its orders when it stops.',
  },
  VENUE_NOT_FOUND: {
    status: 404,
    title: 'No such venue',
    remedy:
      'Open the venue through the control API first, or leave out the Venue header and the query parameter `venue`: that means the main venue.',
  },
  RULE_NOT_FOUND: {
    status: 404,
    title: 'No such rule',
    remedy: 'Use an id that the venue gave out when the rule was added; a reset forgets all rules.',
  },
  REQUEST_NOT_HELD: {
    status: 404,
    title: 'No such request is held',
    remedy:
      'Use an id from the list of held requests: one that was released goes on, and one whose venue crashed is gone.',
  },
  NO_JOURNAL: {
    status: 404,
    title: 'The venue keeps no journal',
    remedy:
      'Open a venue without `journal: false`; for the main venue, start the platform with JOURNAL=on.',
  },
  NOT_LISTENING: {
    status: 404,
    title: 'No such listener',
    remedy: 'Use the id of an entry of the journal that has a `stream`, and has not fallen out.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'No such path',
    remedy: 'The paths are listed at /openapi.json and, for people, at /ui.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The path does not know this method',
    remedy: 'Use one of the methods that the Allow header names.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request did not arrive in time',
    remedy: 'Send the whole request without long pauses.',
  },
  ORDER_ALREADY_EXECUTED: {
    status: 409,
    title: 'The order is executed',
    remedy: 'Nothing: the cancel came too late, and the trade stands.',
  },
  ORDER_ALREADY_CANCELLED: {
    status: 409,
    title: 'The order is cancelled',
    remedy: 'Nothing: the order was cancelled before.',
  },
  DUPLICATE_CLIENT_ORDER_ID: {
    status: 409,
    title: 'The clientOrderId is taken',
    remedy: 'Read the order that `orderId` names, or choose another clientOrderId.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'A request with this Idempotency-Key is under way',
    remedy: 'Wait for its reply, or send the same request again a little later.',
  },
  VENUE_NAME_TAKEN: {
    status: 409,
    title: 'The name is taken',
    remedy: 'Choose another name, or none and be given one; or reset the venue that has it.',
  },
  TOO_MANY_VENUES: {
    status: 409,
    title: 'Too many venues are open',
    remedy: 'Delete venues that nobody needs any more.',
  },
  TOO_MANY_RULES: {
    status: 409,
    title: 'Too many rules stand',
    remedy: 'Take away those that are over, or all of them; or reset the venue.',
  },
  CLOCK_NOT_HELD: {
    status: 409,
    title: 'The clock of the venue is not held',
    remedy: 'Open a venue with `clock: { mode: "held" }`: the time of others passes by itself.',
  },
  VENUE_CLOSED: {
    status: 409,
    title: 'The venue was closed meanwhile',
    remedy:
      'Nothing: what happened in it is gone with it. If a venue of this name is open, it is another one.',
  },
  MAIN_VENUE_STAYS: {
    status: 409,
    title: 'The main venue cannot be closed',
    remedy: 'Reset it instead: nothing is left of what was.',
  },
  LOG_CHANGED: {
    status: 409,
    title: 'The log is another one',
    remedy: 'Forget what you know of the log you name, and begin again with `from=0` and no `log`.',
  },
  REPLY_NOT_KEPT: {
    status: 409,
    title: 'The request was carried out before',
    remedy: 'Look at what it did: its reply was too large to be kept and sent again.',
  },
  VERSION_MISMATCH: {
    status: 412,
    title: 'The order has another version',
    remedy: 'Read the order again: `version` is the one it has now.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    remedy:
      'Send less: `detail` names the limit. A ticket alone fits in less than a hundredth of it.',
  },
  URI_TOO_LONG: {
    status: 414,
    title: 'The request target is too long',
    remedy: 'Send fewer or shorter parameters: 8 KiB are the limit.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The body is not application/json',
    remedy: 'Send JSON in UTF-8, uncompressed, with the header Content-Type: application/json.',
  },
  EXPECTATION_FAILED: {
    status: 417,
    title: 'The expectation cannot be met',
    remedy: 'Send no Expect header, or Expect: 100-continue.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    remedy: 'Choose a new key for a new request; keep a key only to repeat the very same one.',
  },
  UPGRADE_REQUIRED: {
    status: 426,
    title: 'This path speaks WebSocket',
    remedy: 'Connect with a WebSocket client (RFC 6455), version 13.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Nothing was recorded: send the request again after `Retry-After` seconds.',
    outcome: 'not-recorded',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The header fields are too large',
    remedy:
      'Send less: the target and the names and values of all header fields together must have fewer than 16 KiB.',
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'The platform failed',
    remedy: `${findOut} Unless this failure was staged it is a bug of papertape: please report it, with the request and the log line that bears its time.`,
    outcome: 'unknown',
  },
  UNSUPPORTED_TRANSFER_CODING: {
    status: 501,
    title: 'The transfer coding is not supported',
    remedy: 'Send the body with a Content-Length, or with Transfer-Encoding: chunked and no other.',
    outcome: 'not-recorded',
  },
  BAD_GATEWAY: {
    status: 502,
    title: 'The gateway had no good answer from the venue',
    remedy: findOut,
    outcome: 'unknown',
  },
  VENUE_UNAVAILABLE: {
    status: 503,
    title: 'The venue is unavailable',
    remedy: `Try again after \`Retry-After\` seconds. Where \`outcome\` is unknown: ${findOut}`,
    outcome: 'not-recorded',
  },
  BEHIND: {
    status: 503,
    title: 'The log is not that far yet',
    remedy: 'Ask again after `Retry-After` seconds, or look where you have the position from.',
    outcome: 'not-recorded',
  },
  TOO_MANY_CONNECTIONS: {
    status: 503,
    title: 'Too many connections are open',
    remedy:
      'Close those that you do not need and try again after `Retry-After` seconds; MAX_CONNECTIONS sets how many are served at once.',
    outcome: 'not-recorded',
  },
  GATEWAY_TIMEOUT: {
    status: 504,
    title: 'The gateway had no answer from the venue in time',
    remedy: findOut,
    outcome: 'unknown',
  },
  UNSUPPORTED_HTTP_VERSION: {
    status: 505,
    title: 'The version of HTTP is not supported',
    remedy: 'Send the request in HTTP/1.1.',
    outcome: 'not-recorded',
  },
} as const satisfies Record<ProblemCode, Kind>

type StatusOf<C extends ProblemCode> = (typeof kinds)[C]['status']

const pageOf = (code: ProblemCode) => `/problems/${code.toLowerCase().replaceAll('_', '-')}`

/** Whatever a kind of problem adds to the fields that all have. */
export type ProblemExtras = Pick<
  Problem,
  'outcome' | 'errors' | 'orderId' | 'orderStatus' | 'version'
>

/** The details of these problems quote nothing of a request but a valid clientOrderId or host name. */
const plainDetails: ReadonlySet<ProblemCode> = new Set([
  'DUPLICATE_CLIENT_ORDER_ID',
  'FORBIDDEN_HOST',
])

/** The body of a problem (RFC 9457), without any secret of the request: problems are logged and kept. */
export function problemOf(
  code: ProblemCode,
  path: string,
  explanation: string,
  extras: ProblemExtras = {},
): Problem {
  const { title, status, outcome }: Kind = kinds[code]
  const known = outcome && { outcome }
  const instance = shownText(path)
  const detail = plainDetails.has(code) ? explanation : shownText(explanation)
  return { type: pageOf(code), title, status, detail, instance, code, ...known, ...extras }
}

/** Answers a request with a problem. */
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

/** What each refusal of the engine is called on the wire. */
const codes = {
  OrderNotFound: 'ORDER_NOT_FOUND',
  OrderNotYetPlaced: 'ORDER_NOT_FOUND',
  OrderAlreadyExecuted: 'ORDER_ALREADY_EXECUTED',
  OrderAlreadyCancelled: 'ORDER_ALREADY_CANCELLED',
  DuplicateClientOrderId: 'DUPLICATE_CLIENT_ORDER_ID',
  VersionMismatch: 'VERSION_MISMATCH',
} as const satisfies Record<Refusal['refused'], ProblemCode>

/** Tells a trader that a business rule said no. */
export function refuse<R extends Refusal>(c: Context<ApiEnv>, refusal: R) {
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
      return [`Order ${orderId} is executed already.`, { orderId, orderStatus: 'EXECUTED' }]
    case 'OrderAlreadyCancelled':
      return [`Order ${orderId} is cancelled already.`, { orderId, orderStatus: 'CANCELLED' }]
    case 'DuplicateClientOrderId':
      return [
        `Order ${orderId} bears the clientOrderId ${refusal.clientOrderId} already.`,
        { orderId, orderStatus: refusal.orderStatus },
      ]
    case 'VersionMismatch': {
      const { orderStatus, version } = refusal
      return [`Order ${orderId} has version ${version}.`, { orderId, orderStatus, version }]
    }
  }
}

/** Problems of order endpoints say how long they waited; those of others did not wait. */
const waited = {
  'Server-Timing': header(
    'How long an order endpoint waited (latency), and how long the reply is kept back after that (after).',
    'latency;dur=437',
    false,
  ),
}

const retryAfter = { 'Retry-After': header('After how many seconds to ask again.', '1') }

/** How to say who asks (RFC 6750, section 3). */
const challenge = {
  'WWW-Authenticate': header(
    'What to send: a token in the Authorization header.',
    'Bearer realm="papertape control"',
  ),
}

/** What a client that asks for an upgrade has to ask for (RFC 9110, section 15.5.22). */
const upgrade = {
  Upgrade: header('The protocol to ask for.', 'websocket'),
  'Sec-WebSocket-Version': header('The version of it to ask for (RFC 6455, section 4.4).', '13'),
}

/** The headers of the problems with a status that only they bear. */
const ownHeaders: Readonly<Record<string, ProblemResponse['headers']>> = {
  401: challenge,
  426: upgrade,
  429: retryAfter,
  503: retryAfter,
}

/** What can go wrong before an operation is reached, or by a bug of ours. */
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

/** What an operation may answer beside its success: a Problem for each status, an example for each code. */
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
  return Object.fromEntries(responses) as Record<
    StatusOf<C | (typeof anywhere)[number]>,
    ProblemResponse
  >
}

const exampleExtras: Partial<Record<ProblemCode, ProblemExtras>> = {
  // Met at every operation, whether or not it takes a body.
  INVALID_REQUEST: { errors: [{ pointer: '/colour', message: 'is not known here' }] },
  ORDER_ALREADY_EXECUTED: { orderId: orderIdExample, orderStatus: 'EXECUTED' },
  ORDER_ALREADY_CANCELLED: { orderId: orderIdExample, orderStatus: 'CANCELLED' },
  DUPLICATE_CLIENT_ORDER_ID: { orderId: orderIdExample, orderStatus: 'PENDING' },
  VERSION_MISMATCH: { orderId: orderIdExample, orderStatus: 'EXECUTED', version: 2 },
}

/** A problem as a client may meet it. */
export const exampleOf = (code: ProblemCode, path: string) =>
  problemOf(code, path, `${kinds[code].title}.`, exampleExtras[code])

/** The page that a problem's `type` names, for people; undefined for a name that is none of ours. */
export function problemPage(name: string) {
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
<p>${remedy}</p>
<p><a href="/ui">The API</a></p>`
}
