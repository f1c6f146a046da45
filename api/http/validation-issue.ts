/** A validation error, the parts of a zod issue that problems use. */
export interface ValidationIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code?: string | undefined
  /** Set when the value is a number but of the wrong kind, such as not an integer. */
  readonly format?: string | undefined
  /** Unknown fields. */
  readonly keys?: readonly string[]
  /** Of a union: the issues of each option, with paths relative to the union. */
  readonly errors?: readonly (readonly ValidationIssue[])[]
}

/**
 * Replaces the issue of a union by the issues of the option that the client meant: the one with the
 * fewest unknown fields. If several options fit equally well, the result is the union's own message
 * and the fields that no option knows.
 */
export function expandUnions(issue: ValidationIssue): readonly ValidationIssue[] {
  const options = optionsOf(issue).filter(hasSameType)
  const fewest = Math.min(...options.map((option) => unknownIn(option).length))
  const nearest = options.filter((option) => unknownIn(option).length === fewest)
  const [meant] = nearest
  if (meant && nearest.length === 1) {
    return meant
      .map((inside) => ({ ...inside, path: [...issue.path, ...inside.path] }))
      .flatMap(expandUnions)
  }
  const { path, message } = issue
  const keys = unknownIn(nearest[0] ?? []).filter((key) =>
    options.every((option) => unknownIn(option).includes(key)),
  )
  const unknown = keys.length === 0 ? [] : [{ path, message, keys }]
  return issue.errors ? [{ path, message }, ...unknown] : [issue]
}

/** The issues of each option of a union, with nested unions flattened. */
const optionsOf = ({ errors = [] }: ValidationIssue): (readonly ValidationIssue[])[] =>
  errors.flatMap((option) => {
    const [first] = option
    return first?.errors?.length && first.path.length === 0 ? optionsOf(first) : [option]
  })

/** Whether an option has the type of the value, such as an object or a number. */
const hasSameType = (option: readonly ValidationIssue[]) =>
  !option.some(({ path, code, format }) => path.length === 0 && code === 'invalid_type' && !format)

/** The fields of the value that an option does not know. */
const unknownIn = (option: readonly ValidationIssue[]) =>
  option.flatMap(({ path, keys = [] }) => (path.length === 0 ? keys : []))
