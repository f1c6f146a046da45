/** A description that cannot be read: what is wrong with it, and where. */
export class DescriptionFault extends Error {}

type Json = { readonly [key: string]: unknown }

/**
 * An OpenAPI document that is asked for what it has; an operation is named as `GET /orders/{id}`. Where it
 * is written so that nothing can be told, a DescriptionFault is thrown.
 */
export class Described {
  readonly #document: Json

  constructor(document: Json) {
    this.#document = document
  }

  /** Whether all of these operations are described. */
  has(...operations: string[]): boolean {
    return operations.every((operation) => this.#operation(operation) !== undefined)
  }

  /** Whether an operation takes all of these parameters. */
  takes(operation: string, ...names: string[]): boolean {
    const { parameters = [] } = this.#operation(operation) ?? {}
    if (!Array.isArray(parameters)) {
      throw new DescriptionFault(`the parameters of ${operation} are no list`)
    }
    const known = parameters.map((one) => `${this.#resolved(one)?.name}`.toLowerCase())
    return names.every((name) => known.includes(name.toLowerCase()))
  }

  /** Whether the body that an operation takes is an object with this field, and says this of it. */
  takesField(operation: string, field: string, ...keys: string[]): boolean {
    return this.#at(this.#bodyOf(operation), ['properties', field, ...keys]) !== undefined
  }

  /** Whether it is one with no other fields than those that are described. */
  takesNothingElse(operation: string): boolean {
    return this.#bodyOf(operation)?.additionalProperties === false
  }

  /** Whether an answer has something at this place of its description. */
  answersWith(operation: string, status: number, ...keys: string[]): boolean {
    return this.#at(this.#operation(operation), ['responses', `${status}`, ...keys]) !== undefined
  }

  #bodyOf(operation: string): Json | undefined {
    const json = ['requestBody', 'content', 'application/json', 'schema']
    return this.#at(this.#operation(operation), json)
  }

  /** Parameters in a path may have any name. */
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

  /** What a `$ref` stands for, of which those that lead here were followed. */
  #resolved(node: unknown, followed: readonly string[] = []): Json | undefined {
    const reference = (node as Json | undefined | null)?.$ref
    if (typeof reference !== 'string') return (node ?? undefined) as Json | undefined
    if (followed.includes(reference)) {
      throw new DescriptionFault(`the $ref "${reference}" leads back to itself`)
    }
    const keys = reference.replace(/^#\//, '').split('/')
    return this.#at(this.#document, keys.map(unescaped), [...followed, reference])
  }
}

const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~')

const anonymous = (path: string) => path.replaceAll(/\{[^}]*\}/g, '{}')
