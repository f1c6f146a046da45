import type { Desk } from './desk.ts'
import { field } from './field.ts'
import { html } from './lit-html/lit-html.js'

let hasTried = false

/** Asks for the token of the control API. */
export const lockedView = (desk: Desk) => html`
  <main class="locked">
    <form @submit=${(event: SubmitEvent) => submit(desk, event)}>
      <h1>papertape</h1>
      <p>This platform requires the <code>CONTROL_TOKEN</code> that it was started with. Only this tab keeps it, until you close it.</p>
      ${field('unlock', 'token', hasTried ? { token: desk.venue.connection.reason ?? '' } : {}, {
        label: 'Token',
        type: 'password',
      })}
      <div class="buttons"><button type="submit" class="primary">Unlock</button></div>
    </form>
  </main>`

function submit(desk: Desk, event: SubmitEvent): void {
  event.preventDefault()
  hasTried = true
  const token = new FormData(event.target as HTMLFormElement).get('token')
  desk.unlock(`${token}`.trim())
}
