import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editDistance, nearest } from './nearest.ts'

describe('The distance between two words', () => {
  for (const [from, to, edits] of [
    ['port', 'port', 0],
    ['port', 'ports', 1],
    ['port', 'prt', 1],
    ['port', 'pork', 1],
    ['sede', 'seed', 1],
    ['kitten', 'sitting', 3],
    ['', 'seed', 4],
    ['seed', '', 4],
  ] as const) {
    test(`from "${from}" to "${to}" is ${edits}`, () => {
      assert.equal(editDistance(from, to), edits)
      assert.equal(editDistance(to, from), edits)
    })
  }
})

describe('The nearest name', () => {
  const names = ['host', 'port', 'latency-ms', 'execution-delay-ms', 'control-port']

  for (const [word, name] of [
    ['prot', 'port'],
    ['latency', 'latency-ms'],
    ['latncy-ms', 'latency-ms'],
    ['delay', 'execution-delay-ms'],
    ['control-prt', 'control-port'],
  ] as const) {
    test(`to ${word} is ${name}`, () => assert.equal(nearest(word, names), name))
  }

  for (const word of ['', 'p', 'verbose', 'threads']) {
    test(`to "${word}" is none`, () => assert.equal(nearest(word, names), undefined))
  }
})
