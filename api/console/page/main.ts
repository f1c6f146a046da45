import type { PlatformState } from '../../control/platform.ts'
import { createDesk } from './desk.ts'
import { render } from './lit-html/lit-html.js'
import { drawHandmade, pageView } from './page-view.ts'

const control = new URL('.', document.baseURI).href.replace(/\/$/, '')
const { tradingUrl } = (await (await fetch(`${control}/platform`)).json()) as PlatformState

createDesk({ control, trading: tradingUrl ?? '' }, (desk) => {
  render(pageView(desk), document.body)
  drawHandmade(desk)
}).redraw()
