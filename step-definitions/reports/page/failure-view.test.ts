import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureView } from './failure-view.ts'

const failure = { step: 'she is notified', message: 'too late', stack: 'at x.ts' }
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
const shown = (more: object = {}) => failureView({ ...failure, ...more }).text

describe('A failure', () => {
  it('shows the step beside the message, with the stack trace collapsed', () => {
    const text = 'Step Error she is notified too late Stack trace at x.ts'
    assert.equal(textOf(shown()), text)
    assert.match(shown(), /<details class="stack"><summary>[^<]*<\/summary><pre>at x\.ts/)
  })

  it('marks the words that differ', () => {
    const html = shown({ message: '', expected: 'is PENDING now', got: 'is EXECUTED now' })
    assert.match(html, /<td>is <del>PENDING<\/del> now<\/td><td>is <ins>EXECUTED<\/ins> now<\/td>/)
    assert.match(textOf(html), /a different value/)
  })

  it('shows each complaint once', () => {
    const html = shown({
      message: '',
      complaints: ['A: 200\n  but no code', 'B\n  but no code', 'C'],
    })
    assert.match(textOf(html), /she is notified no code B C /)
  })

  it('counts the complaints that it omits', () => {
    const complaints = Array.from({ length: 9 }, (_, index) => `reason ${index}`)
    assert.match(textOf(shown({ complaints })), /reason 5 … 3 more/)
  })
})
