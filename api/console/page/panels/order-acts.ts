import type { Action } from '../../store/action.ts'
import { executeOrder, holdOrder, rejectOrder, releaseOrder } from '../../store/order-actions.ts'
import type { Desk } from '../desk.ts'
import { hasModifier } from './row-keys.ts'

/** What the buttons of a row do, and the keys of the grid. */
const acts = {
  execute: executeOrder,
  cancel: rejectOrder,
  hold: holdOrder,
  release: releaseOrder,
}
type Act = keyof typeof acts

export const actNames = Object.keys(acts) as Act[]

/** The first letter of each. */
const keys = new Map(actNames.map((name) => [name.charAt(0), name]))

/** The id of the order in the row in which an event happened. */
export const orderIdAt = ({ target }: Event) =>
  (target as Element).closest<HTMLElement>('[data-order-id]')?.dataset.orderId

/** The action of the button in a row on which an event happened. */
export function actionAt(event: Event, { venue, view }: Desk): Action | undefined {
  const button = (event.target as Element).closest<HTMLElement>('[data-act]')
  const orderId = orderIdAt(event)
  const act = button?.dataset.act as Act | undefined
  const isNow = view.at === undefined
  return act && isNow && orderId !== undefined ? acts[act](venue.name, orderId) : undefined
}

/** The action of a key on the chosen order. */
export function actionOf(event: KeyboardEvent, { venue, view }: Desk): Action | undefined {
  const act = hasModifier(event) ? undefined : keys.get(event.key)
  const isNow = view.at === undefined
  return act && isNow && view.order !== undefined ? acts[act](venue.name, view.order) : undefined
}
