import { secrets } from '../reports/evidence/secrets.ts'
import { printable } from '../support/printable.ts'

/** Says why the run cannot start or finish, and exits with 2: no scenario failed. */
export function giveUp(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  const reason = printable(secrets.hiddenIn(message))
  process.stderr.write(`\nThe specification cannot run. ${reason}\n`)
  process.exit(2)
}
