/** Something that validation found, as zod tells it. */
export interface ValidationIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code?: string | undefined
  /** Which numbers are meant, where there was a number. */
  readonly format?: string | undefined
  /** Fields that are not known. */
  readonly keys?: readonly string[]
  /** Of a union: what each of its options is not content with, told from there. */
  readonly errors?: readonly (readonly ValidationIssue[])[]
}

/**
 * What was found, with every union seen through: it is told what the option says that was meant. That is
 * the one that knows more of the fields that are there than any other. Where several know as many, the
 * union speaks for itself, and the fields that none of them knows are told, too.
 */
export function expandUnions(fault: ValidationIssue): readonly ValidationIssue[] {
  const options = optionsOf(fault).filter(hasSameKind)
  const fewest = Math.min(...options.map((option) => unknownIn(option).length))
  const nearest = options.filter((option) => unknownIn(option).length === fewest)
  const [meant] = nearest
  if (meant && nearest.length === 1) {
    return meant
      .map((inside) => ({ ...inside, path: [...fault.path, ...inside.path] }))
      .flatMap(expandUnions)
  }
  const { path, message } = fault
  const keys = unknownIn(nearest[0] ?? []).filter((key) =>
    options.every((option) => unknownIn(option).includes(key)),
  )
  const unknown = keys.length === 0 ? [] : [{ path, message, keys }]
  return fault.errors ? [{ path, message }, ...unknown] : [fault]
}

/** What each option of a union found; of one that is a union itself, what each of its own did. */
const optionsOf = ({ errors = [] }: ValidationIssue): (readonly ValidationIssue[])[] =>
  errors.flatMap((option) => {
    const [first] = option
    return first?.errors?.length && first.path.length === 0 ? optionsOf(first) : [option]
  })

/** Whether an option is of the kind of what is there: an object where there is one, a number where there is one. */
const hasSameKind = (option: readonly ValidationIssue[]) =>
  !option.some(({ path, code, format }) => path.length === 0 && code === 'invalid_type' && !format)

/** The fields of what is there that an option does not know. */
const unknownIn = (option: readonly ValidationIssue[]) =>
  option.flatMap(({ path, keys = [] }) => (path.length === 0 ? keys : []))
