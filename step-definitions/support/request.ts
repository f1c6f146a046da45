/** A request to the target, in the terms of the contract. */
export type Request = {
  readonly method: string
  readonly path: string
  readonly body?: string
  readonly contentType?: string
  /** Other header fields, by their names in lower case. */
  readonly fields?: Readonly<Record<string, string>>
}
