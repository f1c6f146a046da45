import type { Desk } from './desk.ts'
import { html } from './lit-html/lit-html.js'
import type { Panel } from './panel.ts'
import { panels } from './panels.ts'

const tabs = panels.filter(({ place }) => place === 'main')

/** The panel of the open tab. */
const openTab = ({ view }: Desk): Panel =>
  (tabs.find(({ id }) => id === view.panel) ?? tabs[0]) as Panel

/** The whole page. */
export const pageView = (desk: Desk) => html`
  <main>
    <p role="status">${desk.venue.name}: ${desk.venue.connection.kind} ${desk.venue.store?.position}</p>
    ${openTab(desk).view(desk)}
  </main>`

/** Draws the parts that no template makes. */
export function drawHandmade(desk: Desk): void {
  for (const panel of panels) panel.draw?.(desk)
}
