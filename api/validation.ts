import type { Problem } from './contract.ts'

interface Fault {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

/** A JSON pointer (RFC 6901) to a place in a body or among parameters. */
const pointerTo = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What validation found, one entry for each place; unknown fields are pointed at one by one. */
export function errorsOf(faults: readonly Fault[]): NonNullable<Problem['errors']> {
  return faults.flatMap(({ path, message, keys }) =>
    keys
      ? keys.map((key) => ({ pointer: pointerTo([...path, key]), message: 'is not known here' }))
      : [{ pointer: pointerTo(path), message }],
  )
}
