import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { relevantErrors } from './schema-errors.ts'

type Json = { readonly [key: string]: unknown }

/** The AsyncAPI 3 document of a target, which every message of the stream has to match. */
export class StreamDescription {
  readonly #document: Json
  readonly #validator = new Ajv({ strict: false, allErrors: true, validateSchema: false })

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

  /** How a message breaks the description; empty if it does not. */
  faultsOfMessage(message: { readonly type?: unknown }): string[] {
    const name = String(message.type)
    if (!this.#messages[name]) return [`the AsyncAPI document describes no message ${name}`]
    const check = this.#check(name)
    return check(message) ? [] : relevantErrors(check.errors ?? [])
  }

  /** How the examples of the messages break their schemas; empty if they do not. */
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

  /** The validator of a message, compiled once. */
  #check(name: string): ValidateFunction {
    const path = `stream#/components/messages/${encodeURIComponent(name)}/payload`
    const check = this.#validator.getSchema(path)
    if (!check) throw new Error(`the schema of the message ${name} cannot be compiled`)
    return check
  }
}

/** Reads an AsyncAPI document; throws if it is invalid. */
export function streamDescriptionIn(text: string): StreamDescription {
  const document = JSON.parse(text) as Json | null
  for (const key of ['asyncapi', 'channels', 'components']) {
    if (!document?.[key]) throw new Error(`it has no \`${key}\``)
  }
  return new StreamDescription(document as Json)
}
