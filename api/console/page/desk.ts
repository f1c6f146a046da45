import type { Action } from '../store/action.ts'
import type { ShownOrders } from '../store/past-orders.ts'
import { parseView, queryOf, type View } from '../store/view-address.ts'
import { type Outcome, outcomeOf, type Urls } from './api.ts'
import { createPast } from './past.ts'
import { createToken } from './token.ts'
import { type WatchedVenue, watchVenue } from './watch-venue.ts'

/** What the page knows and can do. Each panel gets it. */
export interface Desk {
  readonly urls: Urls
  /** What the URL says. */
  readonly view: View
  /** Changes the view, and with it the URL. */
  show(changed: Partial<View>): void
  readonly venue: WatchedVenue
  /** The orders to show: as they are, or as they were at the position of the view. */
  readonly orders: ShownOrders | undefined
  /** The action that was last pointed at or sent. */
  readonly pointed: Action | undefined
  /** The action that was last sent, and what became of it. */
  readonly last: { readonly action: Action; readonly outcome: Outcome | undefined } | undefined
  /** How many actions have been sent. */
  readonly runs: number
  /** Shows how an action is sent, without sending it. */
  explain(action: Action): void
  /** Sends an action, shows how, and reads the venue again. Never rejects. */
  run(action: Action): Promise<Outcome>
  /** Draws the page in the next animation frame. */
  redraw(): void
  /** Sets the token of the control API for this tab. */
  unlock(token: string): void
}

/** Creates the desk. `draw` runs at most once per animation frame, after something has changed. */
export function createDesk(found: Omit<Urls, 'token'>, draw: (desk: Desk) => void): Desk {
  const token = createToken()
  const urls = urlsWith(found, token)
  let view = parseView(location.search)
  let isDrawing = false
  let pointed: Desk['pointed']
  let last: Desk['last']
  let runs = 0

  function redraw(): void {
    if (isDrawing) return
    isDrawing = true
    requestAnimationFrame(() => {
      isDrawing = false
      draw(desk)
    })
  }

  let venue = watchVenue(urls, view.venue, redraw)
  const ordersAt = createPast(urls, redraw)

  function apply(next: View): void {
    if (next.venue !== view.venue) {
      venue.close()
      venue = watchVenue(urls, next.venue, redraw)
    }
    view = next
    redraw()
  }
  addEventListener('popstate', () => apply(parseView(location.search)))

  const desk: Desk = {
    urls,
    get view() {
      return view
    },
    show(changed) {
      const next = { ...view, ...changed }
      history.replaceState(null, '', `${location.pathname}${queryOf(next)}`)
      apply(next)
    },
    get venue() {
      return venue
    },
    get orders() {
      return view.at === undefined ? venue.store?.orders : ordersAt(venue.name, view.at)
    },
    get pointed() {
      return pointed
    },
    get last() {
      return last
    },
    get runs() {
      return runs
    },
    explain(action) {
      pointed = action
      redraw()
    },
    async run(action) {
      pointed = action
      last = { action, outcome: undefined }
      redraw()
      const outcome = await outcomeOf(urls, action)
      runs++
      last = { action, outcome }
      void venue.refresh()
      redraw()
      return outcome
    },
    redraw,
    unlock(value) {
      token.set(value)
      void venue.refresh()
    },
  }
  return desk
}

const urlsWith = (found: Omit<Urls, 'token'>, token: Readonly<{ value: Urls['token'] }>): Urls => ({
  ...found,
  get token() {
    return token.value
  },
})
