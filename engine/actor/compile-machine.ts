import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'

/** A transition of a machine: its target state, and the names of its actions in order. */
export interface Transition {
  readonly to: string
  readonly actions: readonly string[]
}

/** The transitions of a machine, indexed by source state and event type. */
export type TransitionTable = Readonly<
  Record<string, Readonly<Partial<Record<string, Transition>>>>
>

/** Everything that a table can express. XState accepts far more, and later versions will accept other features. */
const plainMachine = ['id', 'description', 'version', 'meta', 'context', 'initial', 'states']
const plainState = ['id', 'description', 'meta', 'tags', 'on']
const plainTransition = [
  ...['eventType', 'source', 'target', 'actions', 'reenter'],
  ...['description', 'meta', 'toJSON'],
]

/**
 * Compiles a machine into a table, so that a transition is a lookup. Accepts only a flat machine in
 * which the state and the event alone select the transition. Throws, naming the place and the
 * feature, for anything else, such as guards, `always`, `after`, entry and exit actions, nested
 * states, or actions that change the context.
 */
export function compileMachine(machine: AnyStateMachine): TransitionTable {
  const { root } = machine
  onlyPlain(root.id, root.config, plainMachine)
  if (typeof root.config.initial !== 'string') throw cannotCompile(root.id, 'an initial transition')
  const states = Object.values<AnyStateNode>(root.states)
  return Object.fromEntries(states.map((state) => [state.key, transitionsFrom(state)]))
}

function transitionsFrom(state: AnyStateNode): Record<string, Transition> {
  onlyPlain(state.id, state.config, plainState)
  return Object.fromEntries(
    [...state.transitions].map(([type, candidates]) => [
      type,
      compileTransition(state, type, candidates),
    ]),
  )
}

function compileTransition(
  state: AnyStateNode,
  type: string,
  candidates: readonly AnyTransitionDefinition[],
): Transition {
  const place = `${state.id} on ${type}`
  const [transition, ...others] = candidates
  if (type.includes('*')) throw cannotCompile(place, 'a wildcard')
  if (isForbidden(transition)) throw cannotCompile(place, 'a forbidden transition')
  if (!transition || others.length > 0) throw cannotCompile(place, 'several transitions')
  onlyPlain(place, transition, plainTransition)
  const [target = state, ...further] = transition.target ?? []
  if (further.length > 0) throw cannotCompile(place, 'several targets')
  return {
    to: target.key,
    actions: transition.actions.map((action) => nameOf(action, state.machine, place)),
  }
}

/** A transition without target and actions: XState does not take it, but a table entry would accept its event. */
const isForbidden = (transition: AnyTransitionDefinition | undefined) =>
  transition?.target === undefined && transition?.actions.length === 0

/** The name of an action. Throws for an action that changes the machine. */
function nameOf(action: unknown, machine: AnyStateMachine, place: string): string {
  if (typeof action !== 'string') throw cannotCompile(place, 'an action without a name')
  const implementation = machine.implementations.actions[action]
  // XState's built-in actions, such as assign and raise, are functions with a `resolve`.
  if (implementation && 'resolve' in implementation) {
    throw cannotCompile(place, `the action ${action}, which changes the machine`)
  }
  return action
}

function onlyPlain(place: string, described: object, plain: readonly string[]): void {
  const used = Object.entries(described).find(
    ([key, value]) => value !== undefined && !plain.includes(key),
  )
  if (used) throw cannotCompile(place, used[0])
}

const cannotCompile = (place: string, feature: string) =>
  new Error(
    `A table cannot express ${feature} (${place}): change order-machine.ts or stop compiling it`,
  )
