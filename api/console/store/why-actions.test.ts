import { test } from 'node:test'
import { checkAction } from '../../test/support/console-actions.ts'
import { explainEntry, explainMessage, listRequests, readEntry } from './why-actions.ts'

const actions = [
  listRequests('mine', { orderId: "it's/1" }),
  listRequests('mine', { clientOrderId: 'alice-1' }),
  readEntry('mine', 7),
  explainEntry('mine', 7),
  explainEntry('mine', 7, 42),
  explainMessage('mine', 42),
]

for (const action of actions) {
  test(`${action.label} is shown as it is sent: ${action.path}`, () => checkAction(action, 'mine'))
}
