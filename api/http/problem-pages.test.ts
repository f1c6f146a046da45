import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemKinds } from '../contract/problem-kinds.ts'
import { openControl } from '../test/support/control.ts'

test('the index of problems leads to a page for each of them', async () => {
  const { app, control } = openControl('secret')
  for (const { request } of [app, control]) {
    const reply = await request('/problems')
    const links = [...(await reply.text()).matchAll(/href="(\/problems\/[^"]+)"/g)]
    assert.equal(reply.status, 200)
    assert.equal((await request('/pages.css')).status, 200)
    assert.equal(links.length, Object.keys(problemKinds).length)
    for (const [, link = ''] of links) {
      const text = await (await request(link)).text()
      assert.match(text, /<a href="\/problems">/)
      assert.match(text, /href="\.\.\/pages\.css"/)
    }
  }
})
