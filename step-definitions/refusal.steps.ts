import { Then, When } from '@cucumber/cucumber'
import type { OrderStatus, Problem, ProblemCode } from '../api/contract/orders.ts'
import { whereClaimed } from './support/claim-checks.ts'
import { isRefusal, type Reply, summaryOf } from './support/client.ts'
import { must, mustBe } from './support/must.ts'
import { goodTicket, rawTicket } from './support/tickets.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

type FinalStatus = Exclude<OrderStatus, 'PENDING'>

When('{trader} submits a ticket without its {word}', (trader: Trader, field: string) =>
  trader.submit(rawTicket(field, undefined)),
)

When(
  '{trader} submits a ticket whose {word} is {text}',
  (trader: Trader, field: string, json: string) => trader.submit(rawTicket(field, json)),
)

When('{trader} submits the ticket {text}', (trader: Trader, text: string) => trader.submit(text))

When('{trader} submits {text}, where TICKET is a good ticket', (trader: Trader, text: string) =>
  trader.submit(text.replace('TICKET', goodTicket())),
)

When('{trader} submits a good ticket with {text} added', (trader: Trader, member: string) =>
  trader.submit(goodTicket().replace(/}$/, `, ${member}}`)),
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
  trader.submit(goodTicket().padEnd(length)),
)

Then('{trader} is refused with {code}', (trader: Trader, code: ProblemCode) => {
  trader.refusedWith(code)
})

Then('all {int} are refused', function (this: TradingFloor, count: number) {
  const { latest } = this.lastNamed
  mustBe('the number of answers', latest.length, count)
  for (const reply of latest) this.lastNamed.refusal(reply)
})

Then(
  '{trader} is refused with {code}, pointing at {pointers}',
  (trader: Trader, code: ProblemCode, pointers: string[]) => {
    pointsAt(pointers, trader.refusedWith(code))
  },
)

Then('{trader} is refused, because of its {word}', (trader: Trader, field: string) => {
  pointsAt([`/${field}`], trader.refusedWith('INVALID_REQUEST'))
})

Then('{trader} is refused, because it is not a ticket', (trader: Trader) => {
  const isMalformed = trader.refusal().code === 'MALFORMED_JSON'
  trader.refusedWith(isMalformed ? 'MALFORMED_JSON' : 'INVALID_REQUEST')
})

Then('{trader} is refused, because there is no such order', (trader: Trader) => {
  trader.refusedWith('ORDER_NOT_FOUND')
})

Then(
  '{trader} is refused, because the order is already {status}',
  (trader: Trader, status: FinalStatus) => {
    refusedAsAlready(status, trader, trader.reply)
  },
)

Then(
  'the other is refused, because the order is already {status}',
  function (this: TradingFloor, status: FinalStatus) {
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

Then('there is no order for {owner} ticket', async (trader: Trader) => {
  const { body = '' } = trader.reply
  const [made] = await trader.ordersFor(body, trader.orders[0])
  must(
    !made,
    `no order should exist for the refused ticket ${body}, but ${JSON.stringify(made)} does`,
  )
})

function pointsAt(pointers: string[], { errors = [] }: Partial<Problem>): void {
  const found = [...new Set(errors.map(({ pointer }) => pointer))].toSorted()
  whereClaimed('problems', () =>
    mustBe('the fields that the refusal points at', found, pointers.toSorted()),
  )
}

function refusedAsAlready(status: FinalStatus, trader: Trader, reply: Reply): void {
  isAbout(trader, status, trader.refusedWith(`ORDER_ALREADY_${status}`, reply))
}

function refusedAsTaken(owner: Trader, status: OrderStatus, trader: Trader, reply: Reply): void {
  isAbout(owner, status, trader.refusedWith('DUPLICATE_CLIENT_ORDER_ID', reply))
}

function isAbout({ order }: Trader, status: OrderStatus, problem: Partial<Problem>): void {
  whereClaimed('problems', () => {
    mustBe('the order id in the refusal', problem.orderId, order.orderId)
    mustBe(`the status of order ${order.orderId} in the refusal`, problem.orderStatus, status)
  })
}

function theRefused(trader: Trader): Reply {
  const [refused, another] = trader.latest.filter(isRefusal)
  const answers = trader.latest.map(summaryOf).join('\n')
  must(refused && !another, `exactly one of the requests should be refused, but:\n${answers}`)
  return refused
}
