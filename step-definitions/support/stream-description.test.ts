import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { StreamDescription, streamDescriptionIn } from './stream-description.ts'

const document = {
  asyncapi: '3.0.0',
  channels: {},
  components: {
    messages: {
      'caught-up': {
        payload: { $ref: '#/components/schemas/CaughtUp' },
        examples: [{ payload: { type: 'caught-up', position: 1 } }],
      },
    },
    schemas: {
      CaughtUp: {
        type: 'object',
        properties: { type: { const: 'caught-up' }, position: { type: 'integer' } },
        required: ['type', 'position'],
        additionalProperties: false,
      },
    },
  },
}

describe('The description of a stream', () => {
  const description = new StreamDescription(document)

  it('accepts a message that matches it', () => {
    assert.deepEqual(description.faultsOfMessage({ type: 'caught-up', position: 42 } as object), [])
  })

  it('reports how a message breaks it', () => {
    const faults = description.faultsOfMessage({ type: 'caught-up', position: 'last' } as object)

    assert.match(faults.join(), /\/position must be integer/)
  })

  it('reports a message that it does not describe', () => {
    assert.match(description.faultsOfMessage({ type: 'gossip' }).join(), /no message gossip/)
    assert.match(description.faultsOfMessage({}).join(), /no message undefined/)
  })

  it('checks its own examples', () => {
    assert.deepEqual(description.faultsOfExamples(), { count: 1, faults: [] })

    const wrong = structuredClone(document)
    wrong.components.schemas.CaughtUp.required.push('log')
    assert.equal(new StreamDescription(wrong).faultsOfExamples().faults.length, 1)
  })

  it('must have its required keys', () => {
    assert.throws(() => streamDescriptionIn('{"asyncapi":"3.0.0"}'), /no `channels`/)
    assert.throws(() => streamDescriptionIn('null'), /no `asyncapi`/)
  })
})
