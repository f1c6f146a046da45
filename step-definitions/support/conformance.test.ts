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

describe('A reply is as described', () => {
  it('when its status, type, headers and body are', () => {
    assert.deepEqual(faultsOf({}), [])
  })

  it('when it has no body and none is described', () => {
    assert.deepEqual(faultsOf({ method: 'DELETE', status: 204, text: '' }), [])
    assert.match(`${faultsOf({ method: 'DELETE', status: 204 })}`, /should have no body/)
  })

  it('unless its status is not among the described', () => {
    assert.match(`${faultsOf({ status: 418 })}`, /knows no answer 418/)
  })

  it('unless its operation has no answers at all', () => {
    assert.match(`${faultsOf({ path: '/silent' })}`, /knows no answer 200 to paths \/silent get/)
  })

  it('unless its body is of another type, or not even JSON', () => {
    assert.match(`${faultsOf({}, { 'content-type': 'text/plain' })}`, /text\/plain is not among/)
    assert.notDeepEqual(faultsOf({ text: '{' }), [])
  })

  it('unless its body breaks the schema, told for the one shape that it was meant to have', () => {
    const faults = faultsOf({ text: JSON.stringify({ ...pending, price: 1 }) })
    assert.deepEqual(faults, [
      'it must NOT have additional properties {"additionalProperty":"price"}',
    ])
  })

  it('unless a required header is missing or wrong', () => {
    assert.match(`${faultsOf({}, { etag: '1' })}`, /must match pattern/)
    const headers = new Headers({ 'content-type': 'application/json' })
    assert.deepEqual(faultsOf({ headers }), ['the header ETag is missing'])
  })

  it('following references to shared answers', () => {
    const refused = { status: 404, text: '{"code":"ORDER_NOT_FOUND"}' }
    const type = { 'content-type': 'application/problem+json' }
    assert.deepEqual(faultsOf(refused, type), [])
    assert.match(`${faultsOf({ ...refused, text: '{}' }, type)}`, /code/)
  })

  it('on a path that is not described, if it refuses with a Problem', () => {
    const type = { 'content-type': 'application/problem+json' }
    const lost = { path: '/nowhere', status: 404 }
    assert.deepEqual(faultsOf({ ...lost, text: '{"code":"ROUTE_NOT_FOUND"}' }, type), [])
    assert.match(`${faultsOf({ ...lost, text: '{}' }, type)}`, /code/)
    assert.match(`${faultsOf(lost)}`, /sent as application\/json/)
  })
})

it('A description may have paths that say nothing', () => description.prepare())

describe('A message', () => {
  it('is checked against what the stream is described to say', () => {
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

describe('A text that is no description', () => {
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
      /no schema can be made of paths /,
    ],
    [
      JSON.stringify({ openapi: '3.1.0', paths: { '/': toItself } }),
      /^Error: the \$ref "#\/paths\/~1\/get\/responses\/200" leads back to itself$/,
    ],
  ]
  for (const [text, reason] of texts) {
    it(`is refused with what is wrong: ${text}`, () => {
      assert.throws(() => descriptionIn(text), reason)
    })
  }
})
