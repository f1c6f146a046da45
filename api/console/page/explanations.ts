import type { OrderEvent } from '../../contract/orders.ts'
import type { JournalEntry } from '../../control/journal-contract.ts'
import type { Why } from '../../control/why-contract.ts'
import type { Action } from '../store/action.ts'
import {
  connectionSubject,
  type Explained,
  requestSubject,
  type Subject,
  subjectsOf,
} from '../store/explained.ts'
import { readHistory } from '../store/order-actions.ts'
import { explainEntry, explainMessage, listRequests, readEntry } from '../store/why-actions.ts'
import { outcomeOf } from './api.ts'
import type { Desk } from './desk.ts'

/** How long an explanation is shown before it is read again. A request may have come. */
const staleMs = 2000

async function bodyOf<T>({ urls }: Desk, action: Action): Promise<T | undefined> {
  const outcome = await outcomeOf(urls, action)
  return 'reply' in outcome ? (outcome.reply.body as T) : undefined
}

const listOf = async <T>(desk: Desk, action: Action) =>
  (await bodyOf<readonly T[]>(desk, action)) ?? []

type Events = readonly OrderEvent[]

/** What to explain: the chosen entry or message, or all of the chosen order. */
async function findSubjects(desk: Desk, events: Promise<Events>): Promise<readonly Subject[]> {
  const { entry, message, order: orderId } = desk.view
  const { name, store } = desk.venue
  if (entry !== undefined && message !== undefined) return [connectionSubject(entry, message)]
  if (entry !== undefined) {
    const entries = await listOf<JournalEntry>(desk, readEntry(name, entry))
    return entries.filter(({ id }) => id === entry).map(requestSubject)
  }
  if (orderId === undefined) return []
  const clientOrderId = store?.orders.find(orderId)?.order.clientOrderId
  const filters = [{ orderId }, ...(clientOrderId === undefined ? [] : [{ clientOrderId }])]
  const requests = await Promise.all(
    filters.map((filter) => listOf<JournalEntry>(desk, listRequests(name, filter))),
  )
  return subjectsOf(requests.flat(), await events, location.origin)
}

/** The action that explains a subject. */
export const explanationOf = (venue: string, subject: Subject): Action => {
  if (subject.kind === 'request') return explainEntry(venue, subject.entry)
  return subject.entry === undefined
    ? explainMessage(venue, subject.position)
    : explainEntry(venue, subject.entry, subject.position)
}

/** Reads explanations of what is chosen, again whenever they may have changed. */
export function createExplanations() {
  let key = ''
  let shown = ''
  let readMs = 0
  let explained: readonly Explained[] | undefined
  /** The events of the chosen order. They are read less often: that is a request of a trading client. */
  let events: Promise<Events> = Promise.resolve([])

  async function read(desk: Desk): Promise<void> {
    const wanted = key
    const { name } = desk.venue
    const subjects = await findSubjects(desk, events)
    const found = await Promise.all(
      subjects.map(async (subject) => ({
        subject,
        why: await bodyOf<Why>(desk, explanationOf(name, subject)),
      })),
    )
    if (key !== wanted) return
    explained = found
    desk.redraw()
  }

  return {
    /** Whether there is an explanation of what was asked for last. */
    get isKnown() {
      return explained !== undefined
    },
    /** What is known now; undefined before the first reply. Reads the rest. */
    of(desk: Desk): readonly Explained[] | undefined {
      const chosen = choiceOf(desk)
      if (chosen !== shown) explained = undefined
      shown = chosen
      const now = `${chosen} ${changeOf(desk)} ${desk.runs}`
      const isStale = performance.now() - readMs > staleMs
      if (now !== key) events = eventsOf(desk)
      if (now !== key || isStale) {
        key = now
        readMs = performance.now()
        void read(desk)
      }
      return explained
    },
  }
}

const choiceOf = ({ venue: { name, state }, view: { order, entry, message } }: Desk) =>
  [name, state?.logId, order, entry, message].join(' ')

/** Changes with each change of the chosen order. */
const changeOf = ({ venue: { store }, view: { order } }: Desk) =>
  order === undefined ? undefined : store?.orders.find(order)?.changed

const eventsOf = (desk: Desk): Promise<Events> =>
  desk.view.order === undefined
    ? Promise.resolve([])
    : listOf(desk, readHistory(desk.venue.name, desk.view.order))
