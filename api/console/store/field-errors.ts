import type { Problem } from '../../contract/orders.ts'

/** The errors of a form, by field. The empty name has what belongs to no field. */
export type FieldErrors = Readonly<Record<string, string>>

/** Assigns the errors of a problem to the fields of a form. A field inside `clock` is `clock.speed`. */
export function fieldErrorsOf(problem: Problem, fields: readonly string[]): FieldErrors {
  const { code, detail, errors = [] } = problem
  if (code === 'DUPLICATE_CLIENT_ORDER_ID') return { clientOrderId: detail }
  if (code === 'VENUE_NAME_TAKEN') return { name: detail }
  const found: Record<string, string> = {}
  for (const { pointer, message } of errors) {
    const path = pointer.slice(1).replaceAll('/', '.')
    const field = fields.find((name) => path === name || path.startsWith(`${name}.`)) ?? ''
    found[field] ??= field === '' ? `${path} ${message}`.trim() : message
  }
  return errors.length > 0 ? found : { '': detail }
}
