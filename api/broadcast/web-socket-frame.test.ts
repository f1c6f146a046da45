import assert from 'node:assert/strict'
import { test } from 'node:test'
import { webSocketEncoding } from './web-socket-frame.ts'

const frameOf = (...texts: string[]) =>
  webSocketEncoding.encode(texts.map((text) => ({ position: 1, text })))

/** The frame headers for some payload lengths, after the examples of RFC 6455, section 5.7. */
const heads = {
  0: '8100',
  5: '8105',
  125: '817d',
  126: '817e007e',
  256: '817e0100',
  65535: '817effff',
  65536: '817f0000000000010000',
}
for (const [length, head] of Object.entries(heads)) {
  test(`A message of ${length} bytes is one unmasked text frame of that length`, () => {
    const text = 'x'.repeat(Number(length))

    const frame = frameOf(text)

    assert.equal(frame.toString('hex', 0, head.length / 2), head)
    assert.equal(frame.toString('utf8', head.length / 2), text)
  })
}

test('The length of a frame counts bytes, not characters', () => {
  assert.equal(frameOf('größer').toString('hex'), `8108${Buffer.from('größer').toString('hex')}`)
})

test('Every message has its own frame', () => {
  const [one, other] = ['Hello', 'y'.repeat(300)]
  assert.deepEqual(frameOf(one, other), Buffer.concat([frameOf(one), frameOf(other)]))
})
