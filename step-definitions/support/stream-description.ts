import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { relevantErrors } from './schema-errors.ts'

type Json = { readonly [key: string]: unknown }

/** What a target says of its stream (AsyncAPI 3): every message is judged by it. */
export class StreamDescription {
  readonly #document: Json
  readonly #validator = new Ajv({ strict: false, allErrors: true, validateSchema: false })
  readonly #checks = new Map<string, ValidateFunction>()

  constructor(document: Json) {
    this.#document = document
    formats.default(this.#validator)
    this.#validator.addSchema(document, 'stream')
    for (const name of this.names) this.#check(name)
  }

  /** The names of the messages. */
  get names(): string[] {
    return Object.keys(this.#messages)
  }

  /** What a message breaks of the description; empty when it is as described. */
  faultsOfMessage(message: { readonly type?: unknown }): string[] {
    const name = String(message.type)
    if (!this.#messages[name]) return [`the stream's description knows no message ${name}`]
    const check = this.#check(name)
    return check(message) ? [] : relevantErrors(check.errors ?? [])
  }

  /** What is wrong with the examples of the messages; empty when they obey their schemas. */
  faultsOfExamples(): { count: number; faults: string[] } {
    const examples = this.names.flatMap(
      (name) => (this.#messages[name]?.examples ?? []) as { payload: Json }[],
    )
    return {
      count: examples.length,
      faults: examples.flatMap(({ payload }) => this.faultsOfMessage(payload)),
    }
  }

  get #messages(): Readonly<Record<string, Json>> {
    const components = this.#document.components as Json | undefined
    return (components?.messages ?? {}) as Readonly<Record<string, Json>>
  }

  #check(name: string): ValidateFunction {
    const known = this.#checks.get(name)
    if (known) return known
    const $ref = `stream#/components/messages/${encodeURIComponent(name)}/payload`
    const check = this.#validator.compile({ $ref })
    this.#checks.set(name, check)
    return check
  }
}

/** The description that a text holds; throws what is wrong with it. */
export function streamDescriptionIn(text: string): StreamDescription {
  const document = JSON.parse(text) as Json | null
  for (const key of ['asyncapi', 'channels', 'components']) {
    if (!document?.[key]) throw new Error(`it has no \`${key}\``)
  }
  return new StreamDescription(document as Json)
}
