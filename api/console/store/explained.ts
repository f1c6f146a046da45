import type { OrderEvent } from '../../contract/orders.ts'
import type { JournalEntry } from '../../control/journal-contract.ts'
import type { MessageWhy, WhyRule } from '../../control/why-contract.ts'

/** What can be explained: a request, or the message about a change. */
export type Subject =
  | { readonly kind: 'request'; readonly entry: number; readonly line: string }
  | {
      readonly kind: 'message'
      /** The entry of its connection; undefined for all connections. */
      readonly entry: number | undefined
      readonly position: number
      readonly line: string
    }

/** A subject with its explanation; undefined while it is read. */
export interface Explained {
  readonly subject: Subject
  readonly why: Omit<MessageWhy, 'position'> | undefined
}

/** The rules of an explanation by how close they came. */
export interface RuleGroups {
  readonly applied: readonly WhyRule[]
  readonly nearly: readonly WhyRule[]
  readonly others: readonly WhyRule[]
}

/** The subject of a request. */
export const requestSubject = ({ id, method, target, reply }: JournalEntry): Subject => ({
  kind: 'request',
  entry: id,
  line: `${reply ? reply.status : 'Waits:'} ${method} ${target}`,
})

/** The subject of the message about an event of an order. */
export const eventSubject = ({ type, position }: OrderEvent): Subject => ({
  kind: 'message',
  entry: undefined,
  position,
  line: `Message ${position} ${type}`,
})

/** The subject of a message on one connection. */
export const connectionSubject = (entry: number, position: number): Subject => ({
  kind: 'message',
  entry,
  position,
  line: `Message ${position} on connection ${entry}`,
})

const maxRequests = 10

/**
 * The subjects of an order: its last 10 requests, which may be listed twice, then the messages about its events.
 * What the page of this origin reads itself is left out.
 */
export function subjectsOf(
  requests: readonly JournalEntry[],
  events: readonly OrderEvent[],
  origin: string,
): readonly Subject[] {
  const others = requests.filter(
    ({ method, headers }) => method !== 'GET' || headers.origin !== origin,
  )
  const byId = new Map(others.map((entry) => [entry.id, entry]))
  const inOrder = [...byId.values()].toSorted((one, other) => one.id - other.id)
  return [...inOrder.slice(-maxRequests).map(requestSubject), ...events.map(eventSubject)]
}

/** Groups rules by how close they came, each group in the order of the tests. */
export function groupRules(rules: readonly WhyRule[]): RuleGroups {
  const of = (result: WhyRule['result']) => rules.filter((rule) => rule.result === result)
  return { applied: of('applied'), nearly: of('nearly'), others: of('no') }
}

/** The sentence about a rule without its id, which is shown beside it. */
export function withoutId({ rule, text }: WhyRule): string {
  const rest = text.slice(rule.length).replace(/^ (?:applied|nearly applied|did not apply): /, '')
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`
}
