import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextPage } from './next-page.ts'

const wire = {
  method: 'GET',
  url: 'http://127.0.0.1:9000/v1/orders?limit=2',
  headers: {},
  body: undefined,
  status: 200,
  replyHeaders: new Headers(),
  text: '[]',
}
const nextIn = (link: string) => nextPage({ headers: new Headers({ link }), wire })

describe('The next page of a listing', () => {
  it('is where the link leads, seen from the request', () => {
    assert.equal(nextIn('</v1/orders?cursor=2>; rel="next"'), '/v1/orders?cursor=2')
    assert.equal(nextIn('<?cursor=2>; rel="next"'), '/v1/orders?cursor=2')
    assert.equal(nextIn('<orders/2>; rel="next"'), '/v1/orders/2')
    assert.equal(nextIn('<http://127.0.0.1:9000/v1/orders/2>; rel="next"'), '/v1/orders/2')
  })

  it('is found in every notation of RFC 8288', () => {
    for (const link of [
      '</2>; rel=next',
      '</2>;rel="next"',
      '</2>; REL="Next"',
      '</2>; rel="last next"',
      '</2>; title="a, b; c"; rel="next"',
      '</1>; rel="prev", </2>; rel="next"',
      '</1>; rel=prev, </2>; rel=next; title=a',
    ]) {
      assert.equal(nextIn(link), '/2', link)
    }
  })

  it('does not exist without a link to it', () => {
    for (const link of [
      '',
      '</1>',
      '</1>; rel="prev"',
      '</1>; rel="nextish"',
      '</1>; title="next"',
    ]) {
      assert.equal(nextIn(link), undefined, link)
    }
  })

  it('keeps the address of another host, which no request is sent to', () => {
    assert.equal(nextIn('<http://elsewhere/orders>; rel="next"'), 'http://elsewhere/orders')
  })
})
