import { type ValidateFunction, Ajv2020 as Validator } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type Reply, send } from './client.ts'
import { keysOf } from './dialect/exact-json.ts'
import { parsedJson } from './parsed-json.ts'
import { relevantErrors } from './schema-errors.ts'
import { claims, target } from './settings.ts'
import { type StreamDescription, streamDescriptionIn } from './stream-description.ts'

type Json = { readonly [key: string]: unknown }

/** The OpenAPI document that a target publishes, which every reply and message has to match. */
export class Description {
  readonly document: Json
  readonly #validator = new Validator({
    strict: false,
    allErrors: true,
    // Every worker compiles all schemas, and checks few values with most of them.
    code: { optimize: false },
    // The document as a whole is not a schema, and compiling the meta-schema is slow.
    validateSchema: false,
  })

  /** The AsyncAPI document, if the target publishes one. */
  readonly stream: StreamDescription | undefined

  constructor(document: Json, stream?: StreamDescription) {
    this.document = document
    this.stream = stream
    formats.default(this.#validator)
    this.#validator.addSchema(document, 'description')
  }

  /** How a reply breaks the description; empty if it does not. */
  faultsOfReply({ method, path, status, headers, text }: Reply): string[] {
    const pointer = this.#operation(method, path)
    // On a path that is not described, such as /openapi.json, only a refusal is checked: it must be
    // a Problem.
    if (!pointer) return this.#faultsOfProblem(status, headers, text)

    const responses = (this.#at([...pointer, 'responses']) ?? {}) as Json
    const described = [`${status}`, `${`${status}`[0]}XX`, 'default'].find((key) => responses[key])
    if (!described) return [`the description has no response ${status} at ${pointer.join(' ')}`]

    const response = this.#resolve([...pointer, 'responses', described])
    return [
      ...this.#faultsOfHeaders([...response, 'headers'], headers),
      ...this.#faultsOfBody([...response, 'content'], headers, text),
    ]
  }

  /** Compiles every schema, so that no scenario has to wait for it. */
  prepare(): void {
    for (const [path, operations] of Object.entries(this.document.paths as Json)) {
      for (const method of Object.keys((operations ?? {}) as Json)) {
        for (const content of this.#contents(['paths', path, method])) {
          this.#check([...content, 'schema'])
        }
      }
    }
  }

  /** How a message of the stream breaks the description; empty if it does not. */
  faultsOfMessage(message: unknown): string[] {
    const content = ['paths', '/ws', 'get', 'responses', '101', 'content', 'application/json']
    if (!this.#at(content)) return ['the description has no schema for messages of the stream']
    return [
      ...this.#faults([...content, 'schema'], message),
      ...(this.stream?.faultsOfMessage((message ?? {}) as object) ?? []),
    ]
  }

  /** How the examples of an operation break its schemas; empty if they do not. */
  faultsOfExamples(path: string, method: string): { count: number; faults: string[] } {
    const pointers = [...this.#contents(['paths', path, method.toLowerCase()])]
    const examples = pointers.flatMap((content) =>
      this.#examples(content).map((example) => this.#faults([...content, 'schema'], example)),
    )
    return { count: examples.length, faults: examples.flat() }
  }

  *#contents(operation: string[]): Generator<string[]> {
    const bodies = [[...operation, 'requestBody']]
    for (const status of Object.keys((this.#at([...operation, 'responses']) ?? {}) as Json)) {
      bodies.push(this.#resolve([...operation, 'responses', status]))
    }
    for (const body of bodies) {
      const content = [...body, 'content']
      for (const type of Object.keys((this.#at(content) ?? {}) as Json)) yield [...content, type]
    }
  }

  #examples(content: string[]): unknown[] {
    const named = Object.values((this.#at([...content, 'examples']) ?? {}) as Json)
    const schema = this.#at(this.#resolve([...content, 'schema'])) as Json | undefined
    return [
      ...named.map((example) => (example as Json).value),
      this.#at([...content, 'example']),
      schema?.example,
    ].filter((example) => example !== undefined)
  }

  #operation(method: string, path: string): string[] | undefined {
    const { pathname } = new URL(path, 'http://target')
    const templates = Object.keys(this.document.paths as Json)
    const template =
      templates.find((known) => known === pathname) ??
      templates.find((known) =>
        new RegExp(`^${known.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname),
      )
    const pointer = template && ['paths', template, method.toLowerCase()]
    return pointer && this.#at(pointer) ? pointer : undefined
  }

  #faultsOfProblem(status: number, headers: Headers, text: string): string[] {
    if (status < 400) return []
    const type = mediaType(headers)
    if (type !== 'application/problem+json')
      return [`a refusal has the content type ${type || '(none)'}`]
    return this.#faults(['components', 'schemas', 'Problem'], parsed(text))
  }

  #faultsOfHeaders(pointer: string[], headers: Headers): string[] {
    return Object.keys((this.#at(pointer) ?? {}) as Json).flatMap((name) => {
      const header = this.#resolve([...pointer, name])
      const value = headers.get(name)
      if (value !== null) return this.#faults([...header, 'schema'], value)
      const isRequired = (this.#at(header) as Json).required === true
      return isRequired ? [`the header ${name} is missing`] : []
    })
  }

  #faultsOfBody(pointer: string[], headers: Headers, text: string): string[] {
    const content = this.#at(pointer) as Json | undefined
    if (!content) {
      return text === '' ? [] : [`it should have no body, but has: ${text.slice(0, 200)}`]
    }
    const type = mediaType(headers)
    if (!content[type])
      return [`its content type ${type || '(none)'} is not one of ${Object.keys(content)}`]
    const isJson = /[/+]json$/.test(type)
    return isJson ? this.#faults([...pointer, type, 'schema'], parsed(text)) : []
  }

  #faults(pointer: string[], value: unknown): string[] {
    if (this.#at(pointer) === undefined) {
      return [`the description has nothing at ${pointer.join(' ')}`]
    }
    const validate = this.#check(pointer)
    return validate(value) ? [] : relevantErrors(validate.errors ?? [])
  }

  /** The validator of a schema. A shared schema is compiled once, not for each reference to it. */
  #check(pointer: string[]): ValidateFunction {
    const isReference = Object.keys(this.#at(pointer) as Json).join() === '$ref'
    const named = isReference ? this.#resolve(pointer) : pointer
    const fragment = named.map((key) => encodeURIComponent(escapedKey(key))).join('/')
    const validate = this.#validator.getSchema(`description#/${fragment}`)
    if (!validate) throw new Error(`the schema at ${pointer.join(' ')} cannot be compiled`)
    return validate
  }

  #at(pointer: string[]): unknown {
    return pointer.reduce<unknown>((node, key) => (node as Json | undefined)?.[key], this.document)
  }

  /** Follows a `$ref`, if there is one, to a shared component. */
  #resolve(pointer: string[], followed: readonly string[] = []): string[] {
    const reference = (this.#at(pointer) as Json | undefined)?.$ref
    if (typeof reference !== 'string') return pointer
    if (followed.includes(reference)) throw new Error(`the $ref "${reference}" refers to itself`)
    return this.#resolve(keysOf(reference), [...followed, reference])
  }
}

const mediaType = (headers: Headers) =>
  headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''

const escapedKey = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

function parsed(text: string): unknown {
  const value = parsedJson(text)
  return value === undefined ? `(not JSON) ${text.slice(0, 200)}` : value
}

let published: Promise<Description | undefined> | undefined

/** The target's description, read once; undefined if the target claims or publishes none. */
export function publishedDescription(): Promise<Description | undefined> {
  published ??= claims.has('description') ? readDescription() : Promise.resolve(undefined)
  return published
}

async function readDescription(): Promise<Description | undefined> {
  const stream = await readAs('/asyncapi.json', 'AsyncAPI', streamDescriptionIn)
  return readAs('/openapi.json', 'OpenAPI', (text) => descriptionIn(text, stream))
}

/** Reads a document; undefined if the target publishes none at this path. */
async function readAs<T>(
  path: string,
  kind: string,
  read: (text: string) => T,
): Promise<T | undefined> {
  const { status, text } = await send({ method: 'GET', path })
  if (status !== 200) return undefined
  try {
    return read(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${target().origin}${path} is not a valid ${kind} document: ${reason}`)
  }
}

/** Reads an OpenAPI document and compiles its schemas; throws if it is invalid. */
export function descriptionIn(text: string, stream?: StreamDescription): Description {
  const document = JSON.parse(text) as Json | null
  for (const key of ['openapi', 'paths']) {
    if (!document?.[key]) throw new Error(`it has no \`${key}\``)
  }
  const description = new Description(document as Json, stream)
  description.prepare()
  return description
}
