/** What the client of a failed request can know: whether it was recorded. */
export const outcomes = ['not-recorded', 'unknown'] as const

/** A kind of problem. */
export interface ProblemKind {
  readonly status: number
  readonly title: string
  readonly remedy: string
  readonly outcome?: (typeof outcomes)[number]
}

/** For a client that cannot know whether its request was carried out. */
const findOut =
  'The request may or may not have been recorded. If it had an Idempotency-Key, send it again with the same key. Otherwise look for the order by its clientOrderId.'

/** Every kind of problem by its code: HTTP status, title, and what a client can do about it. */
export const problemKinds = {
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
      'Call the platform as localhost. To allow another name, add it to ALLOWED_HOSTS, or to CONTROL_ALLOWED_HOSTS for the control API. The check protects against DNS rebinding, where a web page reaches this machine under the host name of the page.',
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
      'Use an id from the list of held requests. A request leaves the list when it is released, when its breakpoint is removed, or when its venue crashes, is reset or is closed.',
  },
  NO_JOURNAL: {
    status: 404,
    title: 'The venue keeps no journal',
    remedy:
      'Switch it on: `PUT /venues/{venue}/journal` with `{ "on": true }`. The main venue has one from its start if the platform is started with JOURNAL=on.',
  },
  NOT_LISTENING: {
    status: 404,
    title: 'The journal has no such stream connection',
    remedy: 'Use the id of an entry that is still in the journal and has a `stream`.',
  },
  NOT_IN_JOURNAL: {
    status: 404,
    title: 'The journal has no such entry or message',
    remedy:
      'Use the id of an entry that is still in the journal. For a message, use the entry of its connection and a position in its frames.',
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
    remedy: 'There is nothing to do: the order was executed before this request, and is final.',
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
  STEP_REFUSED: {
    status: 409,
    title: 'A recorded step was refused',
    remedy:
      'Play the steps of a recording in a new venue, opened with its seed, delays and `since`, from the first to the last.',
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
      'The venue was reset, or the platform was started again. Positions in the old log have no meaning in the new one: discard what you know. Subscribe with `from=0`, without `log` and without a last event id; read without `Log-Id`.',
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
} as const satisfies Readonly<Record<string, ProblemKind>>
