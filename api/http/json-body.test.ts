import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issuesIn, openApp, problemIn, ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

/** Sends a valid body to both APIs, with the given headers. */
function openBoth() {
  const { venue, send } = openApp()
  const { control } = openControl()
  const rule = '{"outcome":{"does":"hold"}}'
  return {
    venue,
    place: (headers: Record<string, string>) => send(JSON.stringify(ticket), headers),
    add: (headers: Record<string, string>, path = '/venues/main/outcomes', body = rule) =>
      control.request(path, {
        method: 'POST',
        body,
        headers: { 'content-length': `${body.length}`, ...headers },
      }),
  }
}

const accepted = [
  'application/json',
  'Application/JSON',
  'application/json;',
  'application/json ; charset=utf-8',
  'application/json;charset=utf-8;',
  'application/json;; charset=UTF-8',
  'application/json; charset="utf-8"',
  'application/json; charset=utf-8; profile="x;y"',
  'application/json; profile="a, b; charset=utf-16"',
  'application/json; profile="\\""; charset=utf8',
  'application/json; charset=us-ascii',
  'application/json; charset=ASCII',
  // The first of two parameters counts (MIME Sniffing, section 4.4).
  'application/json; charset=utf-8; charset=utf-16',
  'application/json;\tversion=1',
]

const refused = [
  '',
  'text/plain',
  'application/xml',
  'application/merge-patch+json',
  'application/jsonp',
  'application/json-seq',
  'application/json; charset=utf-16',
  'application/json; charset=utf-16; charset=utf-8',
  'application/json; charset="iso-8859-1"; profile="charset=utf-8"',
  'application/json, text/plain',
  'application/json; version=1, text/plain',
  'application/json charset=utf-8',
  'json',
]

describe('The type of a body', () => {
  for (const type of accepted) {
    test(`may be ${type}, and the body is validated as usual`, async () => {
      const { place, add, venue } = openBoth()

      assert.equal((await place({ 'content-type': type })).status, 201)
      assert.equal((await add({ 'content-type': type })).status, 201)
      const bad = add({ 'content-type': type }, undefined, '{"outcome":{"does":"fly"}}')
      assert.deepEqual(await issuesIn(bad), ['INVALID_REQUEST', '/outcome/does'])
      assert.equal(venue.position, 1)
    })
  }

  for (const type of refused) {
    test(`is refused when it is ${JSON.stringify(type)}`, async () => {
      const { place, add, venue } = openBoth()

      for (const answer of [place({ 'content-type': type }), add({ 'content-type': type })]) {
        const { code, detail } = await problemIn(answer)
        assert.equal(code, 'UNSUPPORTED_MEDIA_TYPE')
        assert.match(detail, /application\/json/)
      }
      assert.equal(venue.position, 0)
    })
  }
})

test('The refusal of an empty Content-Type says that it is empty', async () => {
  const { place, add } = openBoth()
  for (const answer of [place({ 'content-type': '' }), add({ 'content-type': '' })]) {
    const { detail } = await problemIn(answer)
    assert.equal(detail, 'The Content-Type is empty. Send application/json.')
  }
})

describe('A compressed body', () => {
  const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' }

  test('is refused by both APIs in the same words, also on paths that need no body', async () => {
    const { place, add } = openBoth()

    for (const answer of [place(gzip), add(gzip), add(gzip, '/venues/main/restart')]) {
      const { code, detail } = await problemIn(answer)
      assert.equal(code, 'UNSUPPORTED_MEDIA_TYPE')
      assert.equal(detail, 'The Content-Encoding is gzip. Send the body uncompressed.')
    }
  })

  test('is not compressed when its encoding is identity', async () => {
    const { place, add } = openBoth()
    const identity = { ...gzip, 'content-encoding': 'Identity' }

    assert.equal((await place(identity)).status, 201)
    assert.equal((await add(identity)).status, 201)
  })
})
