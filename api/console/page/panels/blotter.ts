import { html } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'
import { drawRows } from './order-rows.ts'

/** The orders of the venue, newest first. */
export const blotter: Panel = {
  id: 'orders',
  title: 'Orders',
  place: 'main',
  view: () =>
    html`<div id="blotter" class="blotter" role="grid" tabindex="0" aria-label="Orders, newest first"></div>`,
  draw(desk) {
    const grid = document.getElementById('blotter')
    if (grid) drawRows(grid, desk)
  },
}
