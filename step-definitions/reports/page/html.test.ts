import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { html, verbatim } from './html.ts'

describe('HTML with values in it', () => {
  it('escapes every text, in a tag and between tags', () => {
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

  it('takes HTML as it is, lists one after the other, and of nothing nothing', () => {
    const items = ['a', html`<b>b</b>`, ['c']]
    assert.equal(html`<p>${items}${false}${undefined}${0}</p>`.text, '<p>a<b>b</b>c0</p>')
  })

  it('leaves backslashes alone', () => {
    assert.equal(html`<pre>${'a\\nb'}</pre>`.text, '<pre>a\\nb</pre>')
  })

  it('leaves quotes between tags alone where it is asked to', () => {
    assert.equal(html`<pre>${verbatim('{"a":"<&"}')}</pre>`.text, '<pre>{"a":"&lt;&amp;"}</pre>')
  })
})
