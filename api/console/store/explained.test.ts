import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OrderEvent } from '../../contract/orders.ts'
import { entryExample } from '../../control/journal-contract.ts'
import { whyExample } from '../../control/why-contract.ts'
import {
  connectionSubject,
  groupRules,
  requestSubject,
  subjectsOf,
  withoutId,
} from './explained.ts'

const entryWith = (id: number, changed: object = {}) => ({ ...entryExample, id, ...changed })
const placed = { type: 'OrderPlaced', position: 12 } as OrderEvent
const own = 'http://localhost:8081'

describe('What is explained of an order', () => {
  test('is each of its requests once, in order, and the message about each change', () => {
    const subjects = subjectsOf([entryWith(9), entryWith(7), entryWith(9)], [placed], own)
    assert.deepEqual(
      subjects.map(({ line, entry }) => [line, entry]),
      [
        ['201 POST /orders', 7],
        ['201 POST /orders', 9],
        ['Message 12 OrderPlaced', undefined],
      ],
    )
  })

  test('is not what the page reads itself, but what it sends', () => {
    const headers = { origin: own }
    const entries = [
      entryWith(1, { method: 'GET', headers }),
      entryWith(2, { method: 'DELETE', headers }),
      entryWith(3, { method: 'GET' }),
    ]
    assert.deepEqual(
      subjectsOf(entries, [], own).map(({ entry }) => entry),
      [2, 3],
    )
  })

  test('is the last 10 requests', () => {
    const entries = Array.from({ length: 12 }, (_, nth) => entryWith(nth + 1))
    assert.equal(subjectsOf(entries, [], own)[0]?.entry, 3)
  })
})

test('a request without a reply waits, and a message names its connection', () => {
  const { reply: _, ...waiting } = entryExample
  assert.equal(requestSubject(waiting).line, 'Waits: POST /orders')
  assert.equal(connectionSubject(5, 42).line, 'Message 42 on connection 5')
})

test('rules are grouped by how close they came, and their texts do not repeat the id', () => {
  const { rules } = whyExample
  const { applied, nearly, others } = groupRules(rules)
  assert.deepEqual(
    [applied.map(withoutId), nearly.map(withoutId), others],
    [
      ['It closed the connection without a reply, after the commit.'],
      ['It wants symbol GBPUSD, the order has EURUSD.'],
      [],
    ],
  )
  const [, miss] = rules
  assert.ok(miss)
  const far = { ...miss, result: 'no' as const, text: 'fault-2 did not apply: it ended; it waits.' }
  assert.deepEqual(groupRules([far]).others.map(withoutId), ['It ended; it waits.'])
})
