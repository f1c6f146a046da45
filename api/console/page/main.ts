import type { PlatformState } from '../../control/platform.ts'
import { readPlatform } from '../store/venue-actions.ts'
import { send } from './api.ts'
import { createDesk } from './desk.ts'
import { render } from './lit-html/lit-html.js'
import { drawHandmade, pageView } from './page-view.ts'
import { returnOnEscape } from './panels/time-travel.ts'

const control = new URL('.', document.baseURI).href.replace(/\/$/, '')
const found = await send({ control, trading: control, token: undefined }, readPlatform).catch(
  (failure: Error) => {
    document.body.append(failure.message)
    throw failure
  },
)
// `as`: what the control API replies.
const { tradingUrl = control } = found.body as PlatformState

/** A clock that runs by itself is drawn this often. */
const tickMs = 100

const desk = createDesk({ control, trading: tradingUrl }, (current) => {
  render(pageView(current), document.body)
  drawHandmade(current)
})
desk.redraw()
returnOnEscape(desk)
setInterval(() => {
  const runs = desk.venue.state && desk.venue.state.clock.mode !== 'held'
  if (runs && !document.hidden) desk.redraw()
}, tickMs)
