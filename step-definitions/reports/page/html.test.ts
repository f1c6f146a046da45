import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { html, verbatim } from './html.ts'

describe('An HTML template', () => {
  it('escapes every text value, in a tag and between tags', () => {
    const evil = `"><script>'&`
    assert.equal(
      html`<a title="${evil}">${evil}</a>`.text,
      '<a title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;</a>',
    )
  })

  it('never lets a text begin or end a tag', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a') }), (text) => {
        assert.doesNotMatch(html`${text}`.text, /[<>"']/)
        assert.doesNotMatch(verbatim(text).text, /[<>]/)
      }),
    )
  })

  it('keeps HTML, joins lists, and omits false and undefined', () => {
    const items = ['a', html`<b>b</b>`, ['c']]
    assert.equal(html`<p>${items}${false}${undefined}${0}</p>`.text, '<p>a<b>b</b>c0</p>')
  })

  it('keeps backslashes', () => {
    assert.equal(html`<pre>${'a\\nb'}</pre>`.text, '<pre>a\\nb</pre>')
  })

  it('keeps quotes in verbatim text', () => {
    assert.equal(html`<pre>${verbatim('{"a":"<&"}')}</pre>`.text, '<pre>{"a":"&lt;&amp;"}</pre>')
  })
})
