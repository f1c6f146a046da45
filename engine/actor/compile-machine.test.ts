import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type AnyStateMachine, assign, createActor, createMachine, raise, setup } from 'xstate'
import type { OrderId } from '../order.ts'
import { type OrderCommand, orderMachine } from '../order-machine.ts'
import { compileMachine } from './compile-machine.ts'
import { createOrderActors, type OrderActors, type OrderRecorder } from './order-actors.ts'

const orderId = 'order-1' as OrderId

const commands: { [T in OrderCommand['type']]: Extract<OrderCommand, { type: T }> } = {
  PLACE: {
    type: 'PLACE',
    ticket: { symbol: 'EURUSD', side: 'BUY', quantity: 1 },
    placedAt: 0,
    plan: { does: 'hold' },
  },
  EXECUTE: { type: 'EXECUTE' },
  CANCEL: { type: 'CANCEL', cancelledBy: 'TRADER', reason: 'changed my mind' },
}

type State = Parameters<OrderActors>[1]
const states = Object.keys(orderMachine.states) as State[]
const pairs = states.flatMap((state) =>
  Object.values(commands).map((command) => [state, command] as const),
)

/** Records each action with its arguments. */
function createRecorder() {
  const taken: unknown[][] = []
  const recorder: OrderRecorder = {
    recordPlaced: (...args) => taken.push(['recordPlaced', ...args]),
    recordExecuted: (id) => taken.push(['recordExecuted', id]),
    recordCancelled: (...args) => taken.push(['recordCancelled', ...args]),
  }
  return { taken, recorder }
}

/** What XState does with a command when it interprets the machine. */
function interpret(value: State, command: OrderCommand) {
  const { taken, recorder } = createRecorder()
  const machine = orderMachine.provide({
    actions: {
      recordPlaced: ({ context, event }) =>
        recorder.recordPlaced(context.orderId, event as typeof commands.PLACE),
      recordExecuted: ({ context }) => recorder.recordExecuted(context.orderId),
      recordCancelled: ({ context, event }) =>
        recorder.recordCancelled(context.orderId, event as typeof commands.CANCEL),
    },
  })
  const snapshot = machine.resolveState({ value, context: { orderId } })
  const actor = createActor(machine, { snapshot, input: { orderId } }).start()
  const isTaken = snapshot.can(command)
  actor.send(command)
  return { isTaken, taken, state: actor.getSnapshot().value }
}

/** What the compiled actors do with the command. */
function takeCompiled(value: State, command: OrderCommand) {
  const { taken, recorder } = createRecorder()
  const isTaken = createOrderActors(recorder)(orderId, value, command)
  const transition = compileMachine(orderMachine)[value]?.[command.type]
  return { isTaken, taken, state: transition?.to ?? value }
}

describe('A compiled machine', () => {
  it('knows every state and every command of the order machine', () => {
    assert.deepEqual(Object.keys(compileMachine(orderMachine)), states)
    assert.deepEqual(Object.keys(commands).sort(), [...orderMachine.events].sort())
  })

  for (const [state, command] of pairs) {
    it(`does what XState does with ${command.type} in state ${state}`, () => {
      assert.deepEqual(takeCompiled(state, command), interpret(state, command))
    })
  }

  it('has transitions that lead back to their own state, or have no target', () => {
    const machine = createMachine({
      initial: 'A',
      states: { A: { on: { AGAIN: { target: 'A', actions: 'note' }, STAY: { actions: 'note' } } } },
    })

    const transition = { to: 'A', actions: ['note'] }
    assert.deepEqual(compileMachine(machine), { A: { AGAIN: transition, STAY: transition } })
  })

  it('rethrows what a recorder throws, and accepts the next command', () => {
    const { taken, recorder } = createRecorder()
    const broken = new Error('disk full')
    let isBroken = true
    const send = createOrderActors({
      ...recorder,
      recordExecuted(id) {
        if (isBroken) throw broken
        recorder.recordExecuted(id)
      },
    })

    assert.throws(() => send(orderId, 'PENDING', commands.EXECUTE), broken)
    isBroken = false
    assert.equal(send(orderId, 'PENDING', commands.EXECUTE), true)
    assert.deepEqual(taken, [['recordExecuted', orderId]])
  })

  const { createMachine: createPlainMachine } = setup({
    actions: { count: assign({}), ping: raise({ type: 'GO' }) },
  })
  const machineOf = (config: object) => createPlainMachine({ id: 'm', initial: 'A', ...config })
  const inA = (state: object) => machineOf({ states: { A: state, B: {} } })
  const onGo = (transition: unknown) => inA({ on: { GO: transition } })

  const refused: [feature: string, place: string, machine: AnyStateMachine][] = [
    ['guard', 'm.A on GO', onGo({ target: 'B', guard: () => true })],
    ['several transitions', 'm.A on GO', onGo([{ target: 'A' }, { target: 'B' }])],
    ['a forbidden transition', 'm.A on GO', onGo(undefined)],
    ['a forbidden transition', 'm.A on GO', onGo({})],
    ['several targets', 'm.A on GO', onGo({ target: ['A', 'B'] })],
    ['an action without a name', 'm.A on GO', onGo({ actions: () => {} })],
    ['an action without a name', 'm.A on GO', onGo({ actions: assign({}) })],
    ['an action without a name', 'm.A on GO', onGo({ actions: { type: 'a', params: {} } })],
    ['the action count, which changes the machine', 'm.A on GO', onGo({ actions: 'count' })],
    ['the action ping, which changes the machine', 'm.A on GO', onGo({ actions: 'ping' })],
    ['a wildcard', 'm.A on *', inA({ on: { '*': 'B' } })],
    ['always', 'm.A', inA({ always: 'B' })],
    ['after', 'm.A', inA({ after: { 9: 'B' } })],
    ['entry', 'm.A', inA({ entry: 'hello' })],
    ['exit', 'm.A', inA({ exit: 'bye' })],
    ['type', 'm.A', inA({ type: 'final' })],
    ['invoke', 'm.A', inA({ invoke: { src: 'x' } })],
    ['initial', 'm.A', inA({ initial: 'C', states: { C: {} } })],
    ['type', 'm', machineOf({ type: 'parallel', states: { A: {} } })],
    ['on', 'm', machineOf({ on: { GO: '.A' }, states: { A: {} } })],
    ['an initial transition', 'm', machineOf({ initial: { target: 'A' }, states: { A: {} } })],
  ]
  for (const [feature, place, machine] of refused) {
    it(`refuses ${feature} (${place})`, () => {
      assert.throws(
        () => compileMachine(machine),
        ({ message }: Error) => message.startsWith(`A table cannot express ${feature} (${place})`),
      )
    })
  }
})
