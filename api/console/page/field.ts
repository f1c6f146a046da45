import type { FieldErrors } from '../store/field-errors.ts'
import { html, nothing } from './lit-html/lit-html.js'

interface FieldOptions {
  readonly label: string
  /** What an empty field means. */
  readonly placeholder?: string
  readonly value?: string
  readonly type?: 'text' | 'number' | 'password'
  readonly disabled?: boolean
}

/** A text field of a form, with the error that the server has found in it. `form` makes its id unique. */
export function field(form: string, name: string, errors: FieldErrors, options: FieldOptions) {
  const { label, placeholder = '', value = '', type = 'text', disabled = false } = options
  const id = `${form}-${name}`
  const error = errors[name]
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <input id=${id} name=${name} type=${type} value=${value} placeholder=${placeholder}
        autocomplete="off" autocapitalize="off" spellcheck="false" ?disabled=${disabled}
        aria-invalid=${error ? 'true' : 'false'} aria-describedby=${error ? `${id}-error` : nothing}>
      ${fieldError(form, name, errors)}
    </div>`
}

/** The error of a field, or of the form itself for the empty name. */
export function fieldError(form: string, name: string, errors: FieldErrors) {
  const error = errors[name]
  return error
    ? html`<p class="error" id=${`${form}-${name}-error`} role="alert">${error}</p>`
    : nothing
}
