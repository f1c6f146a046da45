import type { Context } from 'hono'
import type { Refusal } from '../../engine/index.ts'
import { orderIdExample, Problem, type ProblemCode } from '../contract/orders.ts'
import { type ProblemKind, problemKinds } from '../contract/problem-kinds.ts'
import { redactText } from '../journal/redaction.ts'
import { everyReply, header } from './openapi-parts.ts'
import { type ApiEnv, reply } from './reply.ts'

type StatusOf<C extends ProblemCode> = (typeof problemKinds)[C]['status']

/** The path of the page about a problem. */
export const pageOf = (code: ProblemCode) => `/problems/${code.toLowerCase().replaceAll('_', '-')}`

/** The fields that only some problems have. */
export type ProblemExtras = Pick<
  Problem,
  'outcome' | 'errors' | 'orderId' | 'orderStatus' | 'version'
>

/** The details of these problems contain no request text except a valid clientOrderId or host name. */
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
  const { title, status, outcome }: ProblemKind = problemKinds[code]
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
  const status: StatusOf<C> = problemKinds[code].status
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

/** Only problems of order endpoints have this header: other endpoints have no latency. */
const waited = {
  'Server-Timing': header(
    'How long an order endpoint waited before it acted (`latency`), and how long it delays the reply after that (`after`), in milliseconds.',
    'latency;dur=437',
    false,
  ),
}

const retryAfter = { 'Retry-After': header('When to send the request again, in seconds.', '1') }

/** The headers that only problems with this status have. */
const ownHeaders: Readonly<Record<string, ProblemResponse['headers']>> = {
  // RFC 6750, section 3.
  401: {
    'WWW-Authenticate': header(
      'The expected authentication: a bearer token in the Authorization header.',
      'Bearer realm="papertape control"',
    ),
  },
  // RFC 9110, section 15.5.22.
  426: {
    Upgrade: header('The protocol to upgrade to.', 'websocket'),
    'Sec-WebSocket-Version': header(
      'The supported version of WebSocket (RFC 6455, section 4.4).',
      '13',
    ),
  },
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
  'VENUE_UNAVAILABLE',
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
    (code) => problemKinds[code].status,
  )
  const responses = Object.entries(byStatus).map(
    ([status, group = []]): [string, ProblemResponse] => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${problemKinds[code].title}.`).join(' '),
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
  problemOf(code, path, `${problemKinds[code].title}.`, exampleExtras[code])
