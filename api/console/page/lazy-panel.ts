import { html } from './lit-html/lit-html.js'
import type { Panel } from './panel.ts'

/** A tab whose modules the page loads when it is opened first. */
export function lazyPanel(id: string, title: string, load: () => Promise<Panel>): Panel {
  let panel: Panel | undefined
  let isLoading = false
  return {
    id,
    title,
    place: 'main',
    view(desk) {
      if (!isLoading) {
        isLoading = true
        void load().then((loaded) => {
          panel = loaded
          desk.redraw()
        })
      }
      return panel?.view(desk) ?? html`<p class="empty hint">Loads…</p>`
    },
    draw(desk) {
      panel?.draw?.(desk)
    },
  }
}
