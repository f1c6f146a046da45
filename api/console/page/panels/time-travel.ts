import { numberText } from '../../store/instant-text.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'

/** Shows the venue as it was at a position of its log. */
export const timeTravel: Panel = {
  id: 'time-travel',
  title: 'Time travel',
  place: 'strip',
  view(desk) {
    const { at } = desk.view
    // The end is not known at first. The slider must then reach the position all the same.
    const end = Math.max(desk.venue.state?.position ?? 0, at ?? 0)
    const isPast = at !== undefined
    return html`
      <form class=${isPast ? 'time-travel past' : 'time-travel'} aria-label="Time travel"
        @submit=${(event: Event) => event.preventDefault()}>
        <label for="position">Position</label>
        <input id="position" type="range" min="0" max=${end} .value=${`${at ?? end}`}
          aria-valuetext=${`${numberText(at ?? end)} of ${numberText(end)}`}
          @input=${({ target }: { target: HTMLInputElement }) => travel(desk, Number(target.value), end)}>
        <output for="position">${numberText(at ?? end)} of ${numberText(end)}</output>
        <p role="status">${isPast ? html`<strong>The past:</strong> as it was at position ${numberText(at)}` : nothing}</p>
        ${isPast ? html`<button type="button" class="primary" @click=${() => back(desk)}>Back to now (Esc)</button>` : nothing}
      </form>`
  },
}

const travel = (desk: Desk, at: number, end: number) => desk.show({ at: at < end ? at : undefined })

const back = (desk: Desk) => desk.show({ at: undefined })

/** Lets Escape return from the past. */
export function returnOnEscape(desk: Desk): void {
  addEventListener('keydown', ({ key }) => {
    const isDialogOpen = document.querySelector('dialog[open]') !== null
    if (key === 'Escape' && desk.view.at !== undefined && !isDialogOpen) back(desk)
  })
}
