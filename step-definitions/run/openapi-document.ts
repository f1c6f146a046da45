import { keysOf } from '../support/dialect/exact-json.ts'

/** Says why an OpenAPI document cannot be read, and where. */
export class UnreadableDescription extends Error {}

type Json = { readonly [key: string]: unknown }

/**
 * Answers questions about an OpenAPI document. An operation is named as in `GET /orders/{id}`, with
 * any name for a path parameter. Every method may throw an UnreadableDescription.
 */
export class OpenApiDocument {
  readonly #document: Json

  constructor(document: Json) {
    this.#document = document
  }

  /** Whether the document has all of these operations. */
  has(...operations: string[]): boolean {
    return operations.every((operation) => this.#operation(operation) !== undefined)
  }

  /** Whether an operation has all of these parameters; case does not matter. */
  takes(operation: string, ...names: string[]): boolean {
    const { parameters = [] } = this.#operation(operation) ?? {}
    if (!Array.isArray(parameters)) {
      throw new UnreadableDescription(`the parameters of ${operation} are not a list`)
    }
    const known = parameters.map((one) => `${this.#resolved(one)?.name}`.toLowerCase())
    return names.every((name) => known.includes(name.toLowerCase()))
  }

  /** Whether the request body has this field, and the field's schema has these nested keys. */
  takesField(operation: string, field: string, ...keys: string[]): boolean {
    return this.#at(this.#bodyOf(operation), ['properties', field, ...keys]) !== undefined
  }

  /** Whether the request body allows no other fields. */
  takesOnlyKnownFields(operation: string): boolean {
    return this.#bodyOf(operation)?.additionalProperties === false
  }

  /** Whether the response of this status has these nested keys. */
  answersWith(operation: string, status: number, ...keys: string[]): boolean {
    return this.#at(this.#operation(operation), ['responses', `${status}`, ...keys]) !== undefined
  }

  #bodyOf(operation: string): Json | undefined {
    const json = ['requestBody', 'content', 'application/json', 'schema']
    return this.#at(this.#operation(operation), json)
  }

  #operation(operation: string): Json | undefined {
    const [method = '', path = ''] = operation.split(' ')
    const paths = this.#document.paths as Json
    const known = Object.keys(paths).find((one) => anonymous(one) === anonymous(path))
    return known === undefined ? undefined : this.#at(paths, [known, method.toLowerCase()])
  }

  #at(node: unknown, keys: readonly string[], followed: readonly string[] = []): Json | undefined {
    return keys.reduce(
      (inner, key) => this.#resolved(inner?.[key], followed),
      this.#resolved(node, followed),
    )
  }

  /** Resolves a `$ref`; `followed` are the references that led here. */
  #resolved(node: unknown, followed: readonly string[] = []): Json | undefined {
    const reference = (node as Json | undefined | null)?.$ref
    if (typeof reference !== 'string') return (node ?? undefined) as Json | undefined
    if (followed.includes(reference)) {
      throw new UnreadableDescription(`the $ref "${reference}" is circular`)
    }
    return this.#at(this.#document, keysOf(reference), [...followed, reference])
  }
}

const anonymous = (path: string) => path.replaceAll(/\{[^}]*\}/g, '{}')
