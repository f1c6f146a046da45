import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Reply } from './client.ts'
import { Description, descriptionIn } from './conformance.ts'

const json = (schema: object, example?: unknown) => ({
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
})
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const shape = (status: string, time: string) => ({
  type: 'object',
  properties: { orderStatus: { const: status }, [time]: { type: 'string', format: 'date-time' } },
  required: ['orderStatus', time],
  additionalProperties: false,
})

const description = new Description({
  openapi: '3.1.0',
  components: {
    schemas: {
      Order: { oneOf: [ref('Pending'), ref('Executed'), ref('Cancelled')] },
      Pending: shape('PENDING', 'placedAt'),
      Executed: shape('EXECUTED', 'executedAt'),
      Cancelled: shape('CANCELLED', 'cancelledAt'),
      Problem: { type: 'object', required: ['code'] },
    },
    responses: {
      NoSuchOrder: { content: { 'application/problem+json': { schema: ref('Problem') } } },
    },
  },
  paths: {
    '/orders/{orderId}': {
      get: {
        responses: {
          200: {
            ...json(ref('Order'), { orderStatus: 'PENDING', placedAt: 'this morning' }),
            headers: { ETag: { required: true, schema: { type: 'string', pattern: '^"' } } },
          },
          404: { $ref: '#/components/responses/NoSuchOrder' },
        },
      },
      delete: { responses: { 204: { description: 'It is cancelled.' } } },
    },
    '/nothing': null,
    '/silent': { get: {} },
    '/ws': { get: { responses: { 101: json(ref('Order')) } } },
  },
})

const pending = { orderStatus: 'PENDING', placedAt: '2026-11-22T09:30:00.437Z' }

function faultsOf(change: Partial<Reply>, headers: Record<string, string> = {}): string[] {
  const type = { 'content-type': 'application/json; charset=UTF-8', etag: '"1"' }
  const good = { method: 'GET', path: '/orders/42?x=1', status: 200, sentAt: 0, receivedAt: 0 }
  const text = JSON.stringify(pending)
  return description.faultsOfReply({
    ...good,
    text,
    headers: new Headers({ ...type, ...headers }),
    ...change,
  } as Reply)
}

describe('A reply', () => {
  it('matches if its status, content type, headers and body do', () => {
    assert.deepEqual(faultsOf({}), [])
  })

  it('must have no body if none is described', () => {
    assert.deepEqual(faultsOf({ method: 'DELETE', status: 204, text: '' }), [])
    assert.match(`${faultsOf({ method: 'DELETE', status: 204 })}`, /should have no body/)
  })

  it('must have a described status', () => {
    assert.match(`${faultsOf({ status: 418 })}`, /has no response 418/)
  })

  it('never matches an operation without responses', () => {
    assert.match(`${faultsOf({ path: '/silent' })}`, /has no response 200 at paths \/silent get/)
  })

  it('must have a body of the described type, and valid JSON', () => {
    assert.match(`${faultsOf({}, { 'content-type': 'text/plain' })}`, /text\/plain is not one of/)
    assert.notDeepEqual(faultsOf({ text: '{' }), [])
  })

  it('must match the schema; only the errors for its own status are reported', () => {
    const faults = faultsOf({ text: JSON.stringify({ ...pending, price: 1 }) })
    assert.deepEqual(faults, [
      'it must NOT have additional properties {"additionalProperty":"price"}',
    ])
  })

  it('must have the required headers, with valid values', () => {
    assert.match(`${faultsOf({}, { etag: '1' })}`, /must match pattern/)
    const headers = new Headers({ 'content-type': 'application/json' })
    assert.deepEqual(faultsOf({ headers }), ['the header ETag is missing'])
  })

  it('is checked against shared responses too', () => {
    const refused = { status: 404, text: '{"code":"ORDER_NOT_FOUND"}' }
    const type = { 'content-type': 'application/problem+json' }
    assert.deepEqual(faultsOf(refused, type), [])
    assert.match(`${faultsOf({ ...refused, text: '{}' }, type)}`, /code/)
  })

  it('must be a Problem if it is a refusal on a path that is not described', () => {
    const type = { 'content-type': 'application/problem+json' }
    const lost = { path: '/nowhere', status: 404 }
    assert.deepEqual(faultsOf({ ...lost, text: '{"code":"ROUTE_NOT_FOUND"}' }, type), [])
    assert.match(`${faultsOf({ ...lost, text: '{}' }, type)}`, /code/)
    assert.match(`${faultsOf(lost)}`, /content type application\/json/)
  })
})

it('A description may have empty paths', () => description.prepare())

describe('A message', () => {
  it('is checked against the schema for messages of the stream', () => {
    assert.deepEqual(description.faultsOfMessage(pending), [])
    assert.notDeepEqual(description.faultsOfMessage({ orderStatus: 'PENDING' }), [])
    assert.notDeepEqual(description.faultsOfMessage(undefined), [])
  })
})

describe('An example in the description', () => {
  it('is counted and checked against the schema beside it', () => {
    const { count, faults } = description.faultsOfExamples('/orders/{orderId}', 'GET')
    assert.equal(count, 1)
    assert.match(`${faults}`, /placedAt must match format/)
  })
})

describe('A text that is not a description', () => {
  const nowhere = { get: { responses: { 200: json(ref('Nothing')) } } }
  const toItself = { get: { responses: { 200: { $ref: '#/paths/~1/get/responses/200' } } } }
  const texts: [text: string, reason: RegExp][] = [
    ['<html>', /JSON/],
    ['{"openapi": ', /JSON/],
    ['null', /has no `openapi`/],
    ['{}', /has no `openapi`/],
    ['{"openapi": "3.1.0"}', /has no `paths`/],
    [
      JSON.stringify({ openapi: '3.1.0', paths: { '/': nowhere } }),
      /the schema at paths .* cannot be compiled/,
    ],
    [
      JSON.stringify({ openapi: '3.1.0', paths: { '/': toItself } }),
      /^Error: the \$ref "#\/paths\/~1\/get\/responses\/200" refers to itself$/,
    ],
  ]
  for (const [text, reason] of texts) {
    it(`is refused with the reason: ${text}`, () => {
      assert.throws(() => descriptionIn(text), reason)
    })
  }
})
