import type { ClockState } from '../../control/control-contract.ts'
import { readingOf } from '../store/clock-reading.ts'
import { dateOf, msBetween, numberText, spanText, timeOf } from '../store/instant-text.ts'
import { advanceBy, advanceTo, advanceUntilIdle } from '../store/venue-actions.ts'
import { actionButton } from './action-button.ts'
import type { Desk } from './desk.ts'
import { html, nothing } from './lit-html/lit-html.js'

/** The clock of the venue, and the buttons that move it. */
export function clockView(desk: Desk) {
  const { state, readMs } = desk.venue
  if (!state) return nothing
  const { clock } = state
  const reading = readingOf(clock, performance.now() - readMs)
  return html`
    <section class="clock ${clock.mode}" aria-label="Clock">
      <p class="mode">${modeOf(clock)}</p>
      <p class="time"><time datetime=${reading}>${timeOf(reading)}</time>
        <span class="date">${dateOf(reading)} UTC</span></p>
      ${clock.mode === 'held' ? stepButtons(desk, clock) : passing(clock, reading)}
      ${waiting(desk, clock)}
    </section>`
}

const modeOf = ({ mode, speed = 1 }: ClockState) =>
  ({ real: 'Real time', scaled: `× ${numberText(speed)}`, held: 'Held' })[mode]

function stepButtons(desk: Desk, { now, nextDueAt }: ClockState) {
  const { name } = desk.venue
  const dueIn = nextDueAt === undefined ? '' : ` (${spanText(msBetween(now, nextDueAt))})`
  return html`
    <div class="buttons" role="group" aria-label="Advance the clock">
      ${actionButton(desk, advanceBy(name, 1, '+1 ms'))}
      ${actionButton(desk, advanceBy(name, 1000, '+1 s'))}
      ${actionButton(desk, advanceTo(name, nextDueAt ?? now, 'To the next due order'), {
        label: `To the next due order${dueIn}`,
        disabled: nextDueAt === undefined,
      })}
      ${actionButton(desk, advanceUntilIdle(name))}
    </div>`
}

/** What a clock that runs by itself says about the next order. */
function passing({ nextDueAt }: ClockState, reading: string) {
  const dueIn = nextDueAt === undefined ? undefined : Math.max(0, msBetween(reading, nextDueAt))
  return html`<p class="passing">${
    dueIn === undefined
      ? 'No order is due.'
      : `The next order is due in ${(dueIn / 1000).toFixed(1)} s.`
  }</p>`
}

function waiting(desk: Desk, { mode, waitingRequests, requestsDueAt }: ClockState) {
  if (waitingRequests === 0) return nothing
  const canPass = mode === 'held' && requestsDueAt !== undefined
  const what = requestsDueAt === undefined ? 'waits at a breakpoint' : 'waits for time to pass'
  const text =
    waitingRequests === 1
      ? `1 request ${what}`
      : `${waitingRequests} requests ${what.replace('waits', 'wait')}`
  return html`
    <p class="waiting">${text}
      ${
        canPass
          ? actionButton(desk, advanceTo(desk.venue.name, requestsDueAt, 'Let time pass'), {
              kind: 'primary',
            })
          : nothing
      }
    </p>`
}
