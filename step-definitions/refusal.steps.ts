import assert from 'node:assert/strict'
import { Then, When } from '@cucumber/cucumber'
import type { OrderStatus, Problem, ProblemCode } from '../api/contract.ts'
import { isRefusal, type Reply, summaryOf } from './support/client.ts'
import { must } from './support/must.ts'
import { claims } from './support/settings.ts'
import { goodTicket, markOf, paddedTo, rawTicket } from './support/tickets.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

const statusOf: Record<ProblemCode, number> = {
  INVALID_REQUEST: 400,
  MALFORMED_JSON: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN_ORIGIN: 403,
  ORDER_NOT_FOUND: 404,
  VENUE_NOT_FOUND: 404,
  RULE_NOT_FOUND: 404,
  REQUEST_NOT_HELD: 404,
  NO_JOURNAL: 404,
  NOT_LISTENING: 404,
  VENUE_NAME_TAKEN: 409,
  TOO_MANY_VENUES: 409,
  CLOCK_NOT_HELD: 409,
  ROUTE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  ORDER_ALREADY_EXECUTED: 409,
  ORDER_ALREADY_CANCELLED: 409,
  DUPLICATE_CLIENT_ORDER_ID: 409,
  IDEMPOTENCY_KEY_IN_USE: 409,
  LOG_CHANGED: 409,
  REPLY_NOT_KEPT: 409,
  VERSION_MISMATCH: 412,
  BODY_TOO_LARGE: 413,
  URI_TOO_LONG: 414,
  UNSUPPORTED_MEDIA_TYPE: 415,
  EXPECTATION_FAILED: 417,
  IDEMPOTENCY_KEY_REUSED: 422,
  UPGRADE_REQUIRED: 426,
  TOO_MANY_REQUESTS: 429,
  HEADERS_TOO_LARGE: 431,
  INTERNAL_ERROR: 500,
  BAD_GATEWAY: 502,
  VENUE_UNAVAILABLE: 503,
  BEHIND: 503,
  TOO_MANY_CONNECTIONS: 503,
  GATEWAY_TIMEOUT: 504,
}

When('{trader} submits a ticket without its {word}', (trader: Trader, field: string) =>
  trader.submit(rawTicket(field, undefined)),
)

When(
  '{trader} submits a ticket whose {word} is {text}',
  (trader: Trader, field: string, json: string) => trader.submit(rawTicket(field, json)),
)

When('{trader} submits the ticket {text}', (trader: Trader, text: string) => trader.submit(text))

When('{trader} submits {text}, with a good ticket for TICKET', (trader: Trader, text: string) =>
  trader.submit(text.replace('TICKET', goodTicket())),
)

When('{trader} submits an empty request', (trader: Trader) => trader.submit())

When('{trader} submits a good ticket as {string}', (trader: Trader, type: string) =>
  trader.submit(goodTicket(), type),
)

When(
  '{trader} submits a good ticket with the unknown parameter {string}',
  (trader: Trader, name: string) => trader.submit(goodTicket(), 'application/json', `?${name}=1`),
)

When('{trader} submits a good ticket padded to {int} bytes', (trader: Trader, length: number) =>
  trader.submit(paddedTo(length, goodTicket())),
)

Then('{trader} is refused with {code}', (trader: Trader, code: ProblemCode) => {
  refusedWith(code, trader, trader.reply)
})

Then('all {int} are refused', function (this: TradingFloor, count: number) {
  const { latest } = this.lastNamed
  assert.equal(latest.length, count)
  for (const reply of latest) this.lastNamed.refusal(reply)
})

Then(
  '{trader} is refused with {code}, pointing at {pointers}',
  (trader: Trader, code: ProblemCode, pointers: string[]) => {
    const { errors = [] } = refusedWith(code, trader, trader.reply)
    assert.deepEqual(pointersIn(errors), pointers.toSorted())
  },
)

Then('{trader} is refused, because of its {word}', (trader: Trader, field: string) => {
  const { errors = [] } = refusedWith('INVALID_REQUEST', trader, trader.reply)
  if (claims.has('problems')) assert.deepEqual(pointersIn(errors), [`/${field}`])
})

Then('{trader} is refused, because it is no ticket', (trader: Trader) => {
  const { code } = trader.refusal()
  assert.equal(trader.reply.status, 400, summaryOf(trader.reply))
  if (claims.has('problems')) must(/^(MALFORMED_JSON|INVALID_REQUEST)$/.test(code), `it is ${code}`)
})

Then('{trader} is refused, because there is no such order', (trader: Trader) => {
  refusedWith('ORDER_NOT_FOUND', trader, trader.reply)
})

Then(
  '{trader} is refused, because the order is already {status}',
  (trader: Trader, status: OrderStatus) => {
    refusedAsAlready(status, trader, trader.reply)
  },
)

Then(
  'the other is refused, because the order is already {status}',
  function (this: TradingFloor, status: OrderStatus) {
    refusedAsAlready(status, this.placer, theRefused(this.placer))
  },
)

Then(
  '{trader} is refused, because the client order id is taken by {owner} {status} order',
  (trader: Trader, owner: Trader, status: OrderStatus) => {
    refusedAsTaken(owner, status, trader, trader.reply)
  },
)

Then(
  'the other is refused, because the client order id is taken by {owner} {status} order',
  (owner: Trader, status: OrderStatus) => {
    refusedAsTaken(owner, status, owner, theRefused(owner))
  },
)

Then('no order came of it', async function (this: TradingFloor) {
  const { reply } = this.lastNamed
  assert.deepEqual(await this.lastNamed.listed(markOf(reply.body ?? '')), [])
})

const pointersIn = (errors: NonNullable<Problem['errors']>) =>
  [...new Set(errors.map(({ pointer }) => pointer))].toSorted()

function refusedWith(code: ProblemCode, trader: Trader, reply: Reply): Problem {
  const problem = trader.refusal(reply)
  assert.deepEqual([problem.code, reply.status], [code, statusOf[code]], summaryOf(reply))
  return problem
}

function refusedAsAlready(status: OrderStatus, trader: Trader, reply: Reply): void {
  assert.notEqual(status, 'PENDING')
  const code = status === 'EXECUTED' ? 'ORDER_ALREADY_EXECUTED' : 'ORDER_ALREADY_CANCELLED'
  const { orderId, orderStatus } = refusedWith(code, trader, reply)
  assert.deepEqual({ orderId, orderStatus }, { orderId: trader.order.orderId, orderStatus: status })
}

function refusedAsTaken(owner: Trader, status: OrderStatus, trader: Trader, reply: Reply): void {
  const { orderId, orderStatus } = refusedWith('DUPLICATE_CLIENT_ORDER_ID', trader, reply)
  assert.deepEqual({ orderId, orderStatus }, { orderId: owner.order.orderId, orderStatus: status })
}

function theRefused(trader: Trader): Reply {
  const [refused, another] = trader.latest.filter(isRefusal)
  must(refused && !another, trader.latest.map(summaryOf).join('\n'))
  return refused
}
