import type { Action } from '../store/action.ts'
import type { Outcome } from './api.ts'
import type { Desk } from './desk.ts'
import { html, type TemplateResult } from './lit-html/lit-html.js'

interface ButtonOptions {
  /** Classes besides those of every button, such as `primary`. */
  readonly kind?: string
  /** What the button shows instead of the action's label. */
  readonly label?: string
  readonly disabled?: boolean
  readonly onDone?: (outcome: Outcome) => void
}

/** A button that sends an action. Pointing at it shows how the action is sent. */
export function actionButton(
  desk: Desk,
  action: Action,
  options: ButtonOptions = {},
): TemplateResult {
  const { kind = '', label = action.label, disabled = false, onDone } = options
  const explain = () => desk.explain(action)
  return html`<button type="button" class=${kind} ?disabled=${disabled}
    @pointerenter=${explain} @focus=${explain}
    @click=${() => desk.run(action).then(onDone)}>${label}</button>`
}
