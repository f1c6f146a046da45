import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { stripVTControlCharacters } from 'node:util'
import { progress } from './progress.ts'

const file = resolve('engine/market.test.ts')
const place = { file, line: 7, column: 3, nesting: 1, testNumber: 1, tags: [] }

const complete = (name: string, type: 'test' | 'suite', others: object = {}) => ({
  type: 'test:complete',
  data: { ...place, name, details: { type, passed: true, duration_ms: 1 }, ...others },
})
const fail = (name: string, error: Error) => ({
  type: 'test:fail',
  data: { ...place, name, details: { error, duration_ms: 1 } },
})
const diagnostic = (message: string, others: object = {}) => ({
  type: 'test:diagnostic',
  data: { nesting: 0, message, level: 'info', ...others },
})

/** The text that the reporter prints for some events. */
async function printed(...events: object[]): Promise<string> {
  async function* source() {
    for (const event of events) yield event as TestEvent
  }
  const texts = await Array.fromAsync(progress(source()))
  return stripVTControlCharacters(texts.join(''))
}

describe('The progress reporter', () => {
  it('prints a character for each test, none for a suite or a file', async () => {
    const text = await printed(
      complete('passes', 'test'),
      complete('is skipped', 'test', { skip: 'there are no signals' }),
      complete('fails', 'test', { details: { type: 'test', passed: false, duration_ms: 1 } }),
      complete('An order', 'suite'),
      complete('engine/market.test.ts', 'test'),
    )
    assert.equal(text, '.-F\n')
  })

  it('breaks long lines', async () => {
    const text = await printed(...Array(250).fill(complete('passes', 'test')))
    assert.deepEqual(
      text.split('\n').map((line) => line.length),
      [100, 100, 50, 0],
    )
  })

  it('prints each failure in full after the closing lines', async () => {
    const subtestsFailed = Object.assign(new Error(), { failureType: 'subtestsFailed' })
    const text = await printed(
      fail('is executed', new Error('still PENDING')),
      fail('An order', subtestsFailed),
      diagnostic('pass 0'),
      diagnostic('fail 1'),
      { type: 'test:summary', data: { success: false } },
    )
    assert.match(text, /^ℹ pass 0\nℹ fail 1$/m)
    assert.match(text, /^test at engine.market\.test\.ts:7:3\n✖ is executed.*\n +Error: still/m)
    assert.doesNotMatch(text, /An order/)
  })

  it('leaves out diagnostics of a test, but not its output', async () => {
    const text = await printed(diagnostic('500 requests', { file }), {
      type: 'test:stderr',
      data: { file, message: 'a warning\n' },
    })
    assert.equal(text, '\na warning\n')
  })
})
