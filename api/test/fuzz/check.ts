import assert from 'node:assert/strict'
import { Ajv2020 as Validator } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isServerWide } from '../../http/request-error.ts'
import type { Reply } from '../support/reply.ts'
import type { Content, Description } from './description.ts'

/** Throws when the reply to a request is wrong. */
export type ReplyCheck = (method: string, target: string, reply: Reply) => void

/** Pages and documents, which the description does not list. */
const pages = /^\/(ui(\/.*)?|openapi\.json|asyncapi\.json|favicon\.ico|problems\/[a-z-]+)?$/

/**
 * Checks replies with the published description: a described operation sends only described replies,
 * and every other request is refused with a problem.
 */
export function createReplyCheck({ paths, components }: Description): ReplyCheck {
  const checkSchema = createSchemaCheck({ paths, components })
  const places = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))

  function checkProblem({ status, headers, body }: Reply, isHead: boolean): void {
    assert.ok(status >= 400, `${status} instead of a problem`)
    assert.equal(headers.get('content-type'), 'application/problem+json')
    if (!isHead) checkSchema(['components', 'schemas', 'Problem'], body)
  }

  function checkDescribed(path: string, method: string, reply: Reply, isHead: boolean): void {
    const response = paths[path]?.[method]?.responses[reply.status]
    assert.ok(response, `${reply.status} is not described`)
    for (const [name, { required }] of Object.entries(response.headers ?? {})) {
      assert.ok(!required || reply.headers.has(name.toLowerCase()), `${name} is missing`)
    }
    if (reply.status === 101 || isHead) return
    const type = bodyTypeOf(reply, response.content)
    const pointer = ['paths', path, method, 'responses', `${reply.status}`, 'content', type]
    if (type.endsWith('json')) checkSchema([...pointer, 'schema'], reply.body)
  }

  return (method, target, reply) => {
    const isHead = method === 'HEAD'
    const path = pathOf(target)
    const place = places.find(({ pattern }) => pattern.test(path))?.path ?? ''
    const operation = operationOf(method)
    checkAny(reply, isHead)
    if (reply.status < 400 && (pages.test(path) || isServerWide({ method, url: target }))) return
    // The server may resolve another spelling of a path, or refuse it as no path at all.
    const isRefusedSpelling = !target.startsWith(path) && reply.status >= 400
    if (!paths[place]?.[operation] || isRefusedSpelling) checkProblem(reply, isHead)
    else checkDescribed(place, operation, reply, isHead)
  }
}

/** The description's key for a method. Methods are case-sensitive (RFC 9110, section 9.1). */
function operationOf(method: string): string {
  if (method === 'HEAD') return 'get'
  return /^[A-Z]+$/.exec(method)?.[0].toLowerCase() ?? ''
}

/** Creates a function that validates JSON text with the schema at a pointer of the description. */
function createSchemaCheck(description: Description) {
  const validator = new Validator({ strict: false, validateSchema: false })
  formats.default(validator)
  validator.addSchema(description, 'description')

  return (pointer: readonly string[], text: string): void => {
    const fragment = pointer.map(escaped).join('/')
    const validate = validator.getSchema(`description#/${fragment}`)
    assert.ok(validate, `no schema is at ${fragment}`)
    if (!validate(JSON.parse(text))) assert.fail(validator.errorsText(validate.errors))
  }
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))

/** Checks what every reply must have. */
function checkAny({ status, headers, body }: Reply, isHead: boolean): void {
  const isBehind = status === 503 && (isHead || body.includes('"code":"BEHIND"'))
  const isUnsupported = status === 501 || status === 505
  assert.ok(status < 500 || isBehind || isUnsupported, `the platform fails with ${status}`)
  for (const name of ['log-id', 'log-position']) assert.ok(headers.has(name), `${name} is missing`)
  if (status !== 101) assert.equal(headers.get('x-content-type-options'), 'nosniff')
}

function bodyTypeOf({ headers, body }: Reply, content: Content | undefined): string {
  if (!content) assert.equal(body, '', 'a body where none is described')
  const type = headers.get('content-type')?.split(';')[0] ?? ''
  assert.ok(!content || content[type], `${type} is not described`)
  return type
}

/** The path of a request target, without dot segments and with valid UTF-8 escapes decoded. */
function pathOf(target: string): string {
  if (!URL.canParse(target, 'http://localhost')) return target
  const { pathname } = new URL(target, 'http://localhost')
  try {
    return decodeURI(pathname)
  } catch {
    return pathname
  }
}
