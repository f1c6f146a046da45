import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAction } from '../../test/support/console-actions.ts'
import type { Action } from './action.ts'
import * as module from './order-actions.ts'

const actions = { ...module }

const orderId = "it's/2 orders"
const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000, clientOrderId: 'alice-1' }

const examples: { [Name in keyof typeof actions]: Parameters<(typeof actions)[Name]> } = {
  executeOrder: ['mine', orderId],
  rejectOrder: ['mine', orderId],
  holdOrder: ['mine', orderId],
  releaseOrder: ['mine', orderId],
  readPlan: ['mine', orderId],
  placeOrder: ['mine', ticket],
  cancelAsTrader: ['mine', orderId],
  readHistory: ['mine', orderId],
  listOrdersAt: ['mine', 41],
  readLog: ['mine', 41, 1000],
}

for (const [name, args] of Object.entries(examples)) {
  // `as`: each example has the arguments of its action.
  const create = actions[name as keyof typeof actions] as (...args: unknown[]) => Action
  test(`${name} is shown as it is sent`, async () => {
    await checkAction(create(...args), 'mine')
    await checkAction(create('main', ...args.slice(1)), 'main')
  })
}

test('a request to the main venue names no venue', () => {
  assert.equal(actions.placeOrder('main', ticket).venue, undefined)
  assert.equal(actions.placeOrder('mine', ticket).venue, 'mine')
})
