import type { Desk } from './desk.ts'
import { html, nothing } from './lit-html/lit-html.js'
import { lockedView } from './locked-view.ts'
import type { Panel } from './panel.ts'
import { panels } from './panels.ts'
import { venueBar } from './venue-bar.ts'

const placed = (place: Panel['place']) => panels.filter((panel) => panel.place === place)
const [strips, tabs, sides, feet] = [
  placed('strip'),
  placed('main'),
  placed('side'),
  placed('foot'),
]

/** The panel of the open tab. */
const openTab = ({ view }: Desk): Panel =>
  (tabs.find(({ id }) => id === view.panel) ?? tabs[0]) as Panel

/** The whole page. */
export function pageView(desk: Desk) {
  if (desk.venue.connection.kind === 'locked') return lockedView(desk)
  const open = openTab(desk)
  return html`
    ${venueBar(desk)}
    ${strips.map((panel) => panel.view(desk))}
    <main>
      <section class="middle" aria-label=${open.title}>
        ${tabs.length > 1 ? tabList(desk, open) : nothing}
        <div class="tab-panel" id="tab-panel">${open.view(desk)}</div>
      </section>
      <aside aria-label="Tools">${sides.map((panel) => boxed(panel, desk))}</aside>
      <div class="foot">${feet.map((panel) => boxed(panel, desk))}</div>
    </main>`
}

const boxed = (panel: Panel, desk: Desk) => html`
  <section class="box" aria-labelledby=${`panel-${panel.id}`}>
    <h2 id=${`panel-${panel.id}`}>${panel.title}</h2>
    ${panel.view(desk)}
  </section>`

const tabList = (desk: Desk, open: Panel) => html`
  <nav class="tabs" aria-label="Panels">
    ${tabs.map(
      (panel) => html`<button type="button" aria-current=${panel === open ? 'page' : 'false'}
        @click=${() => desk.show({ panel: panel === tabs[0] ? undefined : panel.id })}>${panel.title}</button>`,
    )}
  </nav>`

/** Draws the parts that no template makes. */
export function drawHandmade(desk: Desk): void {
  for (const panel of panels) panel.draw?.(desk)
}
