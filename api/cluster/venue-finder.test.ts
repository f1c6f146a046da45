import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NatsConnection } from '@nats-io/transport-node'
import { CommitFailed } from '../../engine/index.ts'
import { createVenueFinder } from './venue-finder.ts'

/** Looks for a venue in a cluster of three nodes. Some of them answer. */
function find(answers: readonly { readonly node: string; readonly hasVenue: boolean }[]) {
  const connection = {
    subscribe() {},
    async *requestMany() {
      for (const answer of answers) yield { json: () => answer }
    },
  } as unknown as NatsConnection
  return createVenueFinder(connection, 'a', () => false)('rome', 3)
}

const [a, b, c] = ['a', 'b', 'c'].map((node) => ({ node, hasVenue: false }))

describe('A venue that this node does not know', () => {
  test('is found as soon as the node that records it answers', async () => {
    assert.equal(await find([{ node: 'b', hasVenue: true }]), 'b')
  })

  test('does not exist if all nodes say so', async () => {
    assert.ok(a && b && c)
    assert.equal(await find([a, b, c]), undefined)
  })

  test('may exist if one does not answer', async () => {
    assert.ok(a && b)
    await assert.rejects(
      find([a, b]),
      (error: Error) => error instanceof CommitFailed && error.outcome === 'not-recorded',
    )
  })
})
