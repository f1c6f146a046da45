import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { publishedImage } from './published-image.ts'

describe('The published image', () => {
  it('has the version of the package, and the name of its repository in small letters', () => {
    const repository = { url: 'git+https://github.com/Some-Owner/papertape.git' }

    const image = publishedImage({ version: '1.2.3-beta.1', repository })
    assert.equal(image, 'ghcr.io/some-owner/papertape:1.2.3-beta.1')
  })

  it('does not exist before a release', () => {
    assert.throws(() => publishedImage({ version: '1.2.3' }), /Pass the name of an image/)
  })
})
