import { type FieldErrors, fieldErrorsOf } from '../../store/field-errors.ts'
import { numberText } from '../../store/instant-text.ts'
import { placeOrder } from '../../store/order-actions.ts'
import { ticketOf } from '../../store/ticket-form.ts'
import { Refused } from '../api.ts'
import { type Burst, runBurst } from '../burst.ts'
import type { Desk } from '../desk.ts'
import { field, fieldError } from '../field.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'

const fields = ['symbol', 'side', 'quantity', 'clientOrderId', 'times']

let errors: FieldErrors = {}
let burst: Burst | undefined
let isBurst = false

/** The form that places one order, or many. */
export const ticket: Panel = {
  id: 'ticket',
  title: 'Place an order',
  place: 'side',
  view: (desk) => html`
    <form class="ticket" @submit=${(event: SubmitEvent) => submit(desk, event)}
      @input=${(event: Event) => onInput(desk, event)}
      @focusin=${(event: Event) => onInput(desk, event)}>
      ${field('ticket', 'symbol', errors, { label: 'Symbol', value: 'EURUSD' })}
      <fieldset class="segments">
        <legend>Side</legend>
        <label><input type="radio" name="side" value="BUY" checked><span>Buy</span></label>
        <label><input type="radio" class="sell" name="side" value="SELL"><span>Sell</span></label>
      </fieldset>
      ${field('ticket', 'quantity', errors, { label: 'Quantity', value: '1000' })}
      ${field('ticket', 'clientOrderId', errors, {
        label: 'Client order id',
        placeholder: isBurst ? 'none: each must be unique' : 'optional',
        disabled: isBurst,
      })}
      ${field('ticket', 'times', errors, { label: 'Number of orders', value: '1' })}
      ${fieldError('ticket', 'side', errors)} ${fieldError('ticket', '', errors)}
      <div class="buttons">
        <button type="submit" class="primary">Place</button>
        <p class="progress" role="status">${burst ? progress(burst) : nothing}</p>
      </div>
    </form>`,
}

const progress = ({ placed, refused, times }: Burst) =>
  `${numberText(placed)} of ${numberText(times)} placed${refused > 0 ? `, ${numberText(refused)} refused` : ''}`

const formOf = ({ currentTarget }: Event) =>
  ticketOf(
    Object.fromEntries(new FormData(currentTarget as HTMLFormElement)) as Record<string, string>,
  )

function onInput(desk: Desk, event: Event): void {
  const { body, times } = formOf(event)
  isBurst = times > 1
  desk.explain(placeOrder(desk.venue.name, body, times))
}

async function submit(desk: Desk, event: SubmitEvent): Promise<void> {
  event.preventDefault()
  const { body, times, errors: found } = formOf(event)
  errors = found
  burst = undefined
  if (Object.keys(found).length > 0) return desk.redraw()
  if (times > 1) {
    await runBurst(desk, placeOrder(desk.venue.name, body, times), (state) => {
      burst = state
      errors = errorsIn(state.failure)
      desk.redraw()
    })
    return
  }
  const outcome = await desk.run(placeOrder(desk.venue.name, body))
  if ('failure' in outcome) errors = errorsIn(outcome.failure)
  else desk.show({ order: (outcome.reply.body as { orderId: string }).orderId })
  desk.redraw()
}

function errorsIn(failure: Error | undefined): FieldErrors {
  if (failure === undefined) return {}
  return failure instanceof Refused
    ? fieldErrorsOf(failure.problem, fields)
    : { '': failure.message }
}
